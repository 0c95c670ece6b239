namespace Fmtp.Nano;

/// <summary>On whose account a signature is verified: whoever has the lower number comes first.</summary>
internal static class Standing
{
    /// <summary>Somebody sealed or near, or this relay itself.</summary>
    internal const int Own = 0;

    /// <summary>A relay elsewhere that tells of what is watched there: it was asked to, and nobody repeats it.</summary>
    internal const int Watched = 1;

    /// <summary>Anybody else: those must not keep others waiting.</summary>
    internal const int Stranger = 2;
}
