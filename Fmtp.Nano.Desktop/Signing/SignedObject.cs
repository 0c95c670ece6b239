using Fmtp.Nano.Desktop.Client;
using Fmtp.Nano.Desktop.Commands;
using Fmtp.Nano.Protocol;

namespace Fmtp.Nano.Desktop.Signing;

/// <summary>Signs an object that a person has made, and says what stands in the way.</summary>
internal static class SignedObject
{
    /// <summary>Signs; a signature that is there is replaced.</summary>
    internal static byte[] Make(ObjectReader reader, string keyRef, SigningKey key)
    {
        if (reader.Date == 0 || reader.Id.IsToMint)
        {
            throw ServerOptions.Wrong("A signed object cannot be dated, nor get its id, by the relay: that would break the signature. Give a `date:` in Unix milliseconds and an id that is not 0.");
        }

        if (keyRef == ObjectSignature.User && !reader.Id.IsObject)
        {
            throw ServerOptions.Wrong($"A user's own key signs what he makes, ID.{(reader.Id.IsHost ? "name" : string.Empty)}{reader.Id}, and cannot vouch for the object that brings it: sign {reader.Id} with the domain's key, or put it over a link.");
        }

        byte[] signed = ObjectSignature.Sign(reader, keyRef, key);
        return ObjectBuilder.IsObject(signed) ? signed
            : throw ServerOptions.Wrong($"With a signature the part before the content is over {Wire.HeadMax} octets or {Wire.HeadLinesMax} lines. Leave attributes out.");
    }
}
