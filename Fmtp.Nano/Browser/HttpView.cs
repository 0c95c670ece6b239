using System;
using Fmtp.Nano.Protocol;

namespace Fmtp.Nano;

/// <summary>The public objects as a browser sees them (docs/PROTOCOL.md section 7): <c>/</c> a list, <c>/ADDRESS</c> the
/// content. One answer a connection.</summary>
internal sealed class HttpView
{
    private const int HeadRoom = 512;
    private const int EntryRoom = 1024;
    private const string TextFormat = "text/plain; charset=utf-8";
    private const string PageFormat = "text/html; charset=utf-8";
    private const string OctetsFormat = "application/octet-stream";

    private readonly Store _store;
    private readonly Clock _clock;
    private readonly Access _access;
    private readonly HostObject _host;
    private readonly Limits _limits;
    private readonly StoredHead _stored;
    private readonly Address _address = new Address();
    private readonly MessageWriter _writer = new MessageWriter();

    internal HttpView(Store store, StoredHead stored, Access access, Clock clock, HostObject host, Limits limits)
    {
        _store = store;
        _access = access;
        _clock = clock;
        _host = host;
        _limits = limits;
        _stored = stored;
    }

    /// <summary>The status of the last answer.</summary>
    internal int Status;

    /// <summary>Answers a browser whose request head is whole, or too large.</summary>
    /// <returns>False when there is no room yet.</returns>
    internal bool Answer(Session session, int head, long now)
    {
        HttpRequest request = session.Browser;
        Status = Code.Ok;
        if (head == HttpRequest.TooLarge)
        {
            return Fail(session, "431 Request Header Fields Too Large");
        }

        if (!request.IsGet)
        {
            return Fail(session, "405 Method Not Allowed\r\nAllow: GET");
        }

        if (request.IsPath && request.PathLength == 0)
        {
            return List(session, now);
        }

        if (!request.IsPath || !_address.Parse(request.Path, 0, request.PathLength, true))
        {
            return Fail(session, "404 Not Found");
        }

        int slot = _store.Find(_address.Octets, _address.Start, _address.Length);
        if (slot < 0 && _address.IsHost && _access.IsOurs(_address))
        {
            return Host(session, now);
        }

        return slot >= 0 && IsShown(slot, now) ? Content(session, slot) : Fail(session, "404 Not Found");
    }

    private bool IsShown(int slot, long now)
    {
        return _store.IsPublic(slot) && !_store.IsDeleted(slot) && _stored.Load(slot)
            && !_stored.Head.HasExpired(_clock.Unix(now));
    }

    private bool Content(Session session, int slot)
    {
        ObjectReader head = _stored.Head;
        int headLength = head.ContentStart;
        int length = _store.LengthOf(slot) - headLength;
        int room = session.Reserve(HeadRoom + headLength + length);
        if (room != Room.Here)
        {
            return room == Room.Busy && Fail(session, "503 Service Unavailable");
        }

        // The object is read with its own head, over which the content is then moved.
        _writer.Begin(session.Out, session.OutEnd).Text("HTTP/1.1 200 OK\r\nContent-Type: ");
        WriteFormat(head);
        Headers(length, "sandbox");
        int at = _writer.At;
        if (_store.Read(slot, session.Out, at))
        {
            Array.Copy(session.Out, at + headLength, session.Out, at, length);
            session.OutEnd = at + length;
        }

        return true;
    }

    private bool Host(Session session, long now)
    {
        int room = session.Reserve(HeadRoom + HostObject.LengthMax);
        if (room == Room.Here)
        {
            int start = session.OutEnd + HeadRoom;
            int length = _host.Write(session.Out, start, now);
            _writer.Begin(session.Out, session.OutEnd).Text("HTTP/1.1 200 OK\r\nContent-Type: ").Text(TextFormat);
            Headers(length, "default-src 'self'");
            session.OutEnd = _writer.Copy(session.Out, start, length).At;
        }

        return room == Room.Here || (room == Room.Busy && Fail(session, "503 Service Unavailable"));
    }

    // Its length is not known before it is written: the connection's end is the page's.
    private bool List(Session session, long now)
    {
        int room = session.Reserve(_limits.ObjectMax);
        if (room != Room.Here)
        {
            return room == Room.Busy && Fail(session, "503 Service Unavailable");
        }

        string domain = Ascii.Text(_access.Host, 1, _access.Host.Length - 1);
        int end = session.OutEnd + _limits.ObjectMax - EntryRoom;
        _writer.Begin(session.Out, session.OutEnd).Text("HTTP/1.1 200 OK\r\nContent-Type: ").Text(PageFormat);
        Policy("default-src 'self'");
        _writer.Text("\r\n<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">")
            .Text("<meta name=\"viewport\" content=\"width=device-width\"><title>").Text(domain).Text("</title></head><body><h1>")
            .Text(domain).Text("</h1><table><tr><th>object<th>type<th>time (UTC)<th>subject</tr>\n");
        int rank = 0;
        for (; rank < _store.Count && _writer.At < end; rank++)
        {
            int slot = _store.SlotAt(rank);
            if (IsShown(slot, now))
            {
                Row(_stored.Head);
            }
        }

        _writer.Text("</table>");
        if (rank < _store.Count)
        {
            _writer.Text("<p>There is more; LIST tells it.</p>");
        }

        session.OutEnd = _writer.Text("</body></html>\n").At;
        return true;
    }

    private void Row(ObjectReader head)
    {
        _writer.Text("<tr><td><a href=\"/").Copy(head.Octets, head.Id.Start, head.Id.Length).Text("\">")
            .Copy(head.Octets, head.Id.Start, head.Id.Length).Text("</a><td>")
            .Copy(head.Octets, head.ValueStart(Protocol.Attribute.Type), head.ValueLength(Protocol.Attribute.Type)).Text("<td>")
            .Text(UnixTime.ToText(head.Date)).Text("<td>");
        int start = head.ValueStart(Protocol.Attribute.Subject);
        int length = Utf8.Cut(head.Octets, start, head.ValueLength(Protocol.Attribute.Subject), Wire.SubjectMax);
        for (int i = start; i < start + length; i++)
        {
            Escape(head.Octets[i]);
        }

        _writer.Text("</tr>\n");
    }

    private void Escape(byte c)
    {
        switch (c)
        {
            case (byte)'<': _writer.Text("&lt;"); break;
            case (byte)'>': _writer.Text("&gt;"); break;
            case (byte)'&': _writer.Text("&amp;"); break;
            default: _writer.Octet(c); break;
        }
    }

    private bool Fail(Session session, string status)
    {
        Status = int.Parse(status.Substring(0, 3));
        if (session.Reserve(HeadRoom) != Room.Here)
        {
            return false;
        }

        _writer.Begin(session.Out, session.OutEnd).Text("HTTP/1.1 ").Text(status).Text("\r\nContent-Type: ").Text(TextFormat);
        int line = status.IndexOf("\r\n");
        string text = line < 0 ? status : status.Substring(0, line);
        Headers(text.Length + 1, "default-src 'self'");
        session.OutEnd = _writer.Text(text).Text("\n").At;
        return true;
    }

    private void Headers(int length, string policy)
    {
        _writer.Text("\r\nContent-Length: ").Number(length);
        Policy(policy);
        _writer.Text("\r\n");
    }

    private void Policy(string policy)
    {
        _writer.Text("\r\nContent-Security-Policy: ").Text(policy)
            .Text("\r\nX-Content-Type-Options: nosniff\r\nCache-Control: no-cache\r\nConnection: close\r\n");
    }

    // What is no type/subtype would let the browser guess.
    private void WriteFormat(ObjectReader head)
    {
        int start = head.ValueStart(Protocol.Attribute.Format);
        int length = head.ValueLength(Protocol.Attribute.Format);
        if (length == 0)
        {
            _writer.Text(TextFormat);
        }
        else if (MediaType.IsMediaType(head.Octets, start, length))
        {
            _writer.Copy(head.Octets, start, length);
        }
        else
        {
            _writer.Text(OctetsFormat);
        }
    }
}
