namespace Fmtp.Nano.Protocol;

/// <summary>A number as few digits: odd ones up to 7 of either sign, at least four places apart, and zeros
/// between. Its work depends on the number: for nothing secret.</summary>
internal sealed class WindowDigits
{
    /// <summary>Bits that become one digit, so places from one to the next at least.</summary>
    internal const int Window = 4;

    /// <summary>The largest digit.</summary>
    internal const int Max = (1 << (Window - 1)) - 1;

    private const int Length = 256;

    /// <summary>The digits, that of 2^0 first.</summary>
    internal readonly sbyte[] Values = new sbyte[Length];

    /// <summary>Places up to the last digit that is not zero.</summary>
    internal int Count;

    /// <summary>Takes a number.</summary>
    /// <param name="octets">32 octets, lowest first, below 2^253.</param>
    internal void Set(byte[] octets)
    {
        sbyte[] digits = Values;
        for (int i = 0; i < Length; i++)
        {
            digits[i] = (sbyte)((octets[i >> 3] >> (i & 7)) & 1);
        }

        Count = 0;
        for (int i = 0; i < Length; i++)
        {
            if (digits[i] != 0)
            {
                Gather(i);
                Count = i + 1;
                i += Window - 1;
            }
        }
    }

    // Makes one digit of the bits of a window; one that is too large is taken as what it lacks, and a carry.
    private void Gather(int i)
    {
        sbyte[] digits = Values;
        int digit = 0;
        for (int k = Window - 1; k >= 0; k--)
        {
            digit = (2 * digit) + digits[i + k];
            digits[i + k] = 0;
        }

        if (digit > Max)
        {
            digit -= 1 << Window;
            int carry = i + Window;
            while (digits[carry] != 0)
            {
                digits[carry++] = 0;
            }

            digits[carry] = 1;
        }

        digits[i] = (sbyte)digit;
    }
}
