using Fmtp.Nano.Protocol;

namespace Fmtp.Nano;

/// <summary>Tells relays that ask here for a child's objects where the child itself can be asked (docs/PROTOCOL.md section 4,
/// Referral): 301, where the child's host object recommends a way. The detour through this relay stays open to all who
/// cannot go there.</summary>
internal sealed class Referrals
{
    private readonly Links _links;
    private readonly IForeignObjects _hosts;
    private RouteReader _route;
    private Endpoint _at;

    internal Referrals(Links links, IForeignObjects hosts)
    {
        _links = links;
        _hosts = hosts;
    }

    /// <summary>Answers 301, if there is a better way for the asker.</summary>
    /// <param name="exchange">A GET.</param>
    /// <param name="address">Its address, of another domain.</param>
    /// <returns>Whether it was answered.</returns>
    internal bool Answer(Exchange exchange, Address address)
    {
        bool isRelay = exchange.Session != null && exchange.Session.IsRelay && exchange.Session.OutSeal == null;
        if (!isRelay || address.IsHost || exchange.Request.Find(Words.Refer, out _) >= 0 || !_links.IsChilds(address))
        {
            return false;
        }

        if (_route == null)
        {
            // Made when it is first needed: few boards have children.
            _route = new RouteReader();
            _at = new Endpoint();
        }

        // Not waited for: who asks next will be told.
        int at = address.DomainStart - 1;
        int found = _hosts.Find(address.Octets, at, address.DomainLength + 1, exchange.Now);
        for (int i = 0; found == Verdict.Good && _route.Read(_hosts.Found, i); i++)
        {
            if (_route.Scheme == RouteScheme.Tcp && IsFor(exchange.From))
            {
                exchange.Begin(Code.AskThere).Text(" tcp ").Text(_route.Host).Octet(Ascii.SP).Number(_route.Port);
                exchange.End();
                return true;
            }
        }

        return false;
    }

    // An address of a private network is of use to those who are in one.
    private bool IsFor(Endpoint asker)
    {
        return !IpText.Parse(_route.Host, _at) || !_at.IsNear || asker.IsNear;
    }
}
