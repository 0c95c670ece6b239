namespace Fmtp.Nano;

/// <summary>What this is.</summary>
public static class Version
{
    /// <summary>The version, as the host object and the command line tell it.</summary>
    public const string Number = "0.1.0";
}
