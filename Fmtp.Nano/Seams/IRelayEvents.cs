using Fmtp.Nano.Protocol;

namespace Fmtp.Nano;

/// <summary>Is told what a relay does, for a table on a screen or a lamp on a board; changes nothing. The
/// arguments are valid during the call only.</summary>
public interface IRelayEvents
{
    /// <summary>A request was answered, or taken without an answer wanted.</summary>
    /// <param name="request">The request.</param>
    /// <param name="code">The reply's code; below 0 when others are asked first, and it comes later.</param>
    /// <param name="who">Whose seal it carries; null for anyone.</param>
    /// <param name="from">Where it came from.</param>
    /// <param name="isDatagram">Whether it came by UDP.</param>
    void Answered(Message request, int code, Peer who, Endpoint from, bool isDatagram);

    /// <summary>A browser was answered.</summary>
    /// <param name="path">What it asked for, without its <c>/</c>.</param>
    /// <param name="length">Octets of the path.</param>
    /// <param name="status">The status of the answer.</param>
    /// <param name="from">Where it came from.</param>
    void Browsed(byte[] path, int length, int status, Endpoint from);

    /// <summary>The link to the parent came up or went down.</summary>
    /// <param name="isUp">Which of the two.</param>
    void ParentLink(bool isUp);
}
