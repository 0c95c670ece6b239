using System.Text;

namespace Fmtp.Nano.Desktop.Commands;

/// <summary>The words of a request behind its tag: positional ones, then <c>key=value</c>.</summary>
internal sealed class RequestWords(string first)
{
    private readonly StringBuilder _words = new(first);

    /// <summary>Adds a <c>key=value</c> word, where there is a value.</summary>
    internal RequestWords With(string key, object? value)
    {
        if (value != null)
        {
            _words.Append(_words.Length > 0 ? " " : string.Empty).Append(key).Append('=').Append(value);
        }

        return this;
    }

    public override string ToString() => _words.ToString();
}
