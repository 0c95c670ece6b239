using System;

namespace Fmtp.Nano.Protocol;

/// <summary>The two powers that points need, a piece at a time: the inverse, z^(p-2), and z^((p-5)/8), from
/// which square roots come. Both begin with z^(2^250-1).</summary>
internal sealed class FieldPower
{
    // A step is up to so many squarings and a product.
    private const int SquaringsAStep = 32;

    // From z^(2^5-1) to z^(2^250-1): each stage squares so often and multiplies by a power kept before;
    // 5, 10, 20, 40, 50, 100, 200 and 250 ones.
    private static readonly byte[] Squarings = { 5, 10, 20, 10, 50, 100, 50 };

    // By which of the two kept powers a stage multiplies, and whether it keeps what it begins with there.
    private static readonly byte[] Kept = { 0, 1, 0, 1, 1, 0, 1 };
    private static readonly bool[] Keeps = { true, true, true, false, true, true, false };

    // The last stage: 2^252 - 3 = 4 (2^250 - 1) + 1 and p - 2 = 32 (2^250 - 1) + 11.
    private const int RootSquarings = 2;
    private const int InverseSquarings = 5;

    private readonly int[] _z;
    private readonly int[] _kept0;
    private readonly int[] _kept1;
    private bool _isInverse;
    private int _stage;
    private int _left;

    /// <summary>The power, once <see cref="Step"/> has told that it is there.</summary>
    internal readonly int[] Result;

    /// <summary>Makes one.</summary>
    /// <param name="memory">What it works in: until the power is taken nobody else may.</param>
    internal FieldPower(Addend memory)
    {
        _z = memory.Sum;
        _kept0 = memory.Difference;
        _kept1 = memory.Z2;
        Result = memory.T2d;
    }

    /// <summary>Begins.</summary>
    /// <param name="z">The number, of at most three units.</param>
    /// <param name="isInverse">True for z^(p-2), false for z^((p-5)/8).</param>
    internal void Begin(int[] z, bool isInverse)
    {
        int[] t = Result, u = _kept0, z11 = _kept1;
        _isInverse = isInverse;
        Field.Square(t, z);
        Field.Square(u, t);
        Field.Square(u, u);
        Field.Multiply(u, u, z); // z^9
        Field.Multiply(z11, u, t);
        Array.Copy(isInverse ? z11 : z, 0, _z, 0, Field.Limbs);
        Field.Square(t, z11);
        Field.Multiply(t, t, u); // z^31
        Enter(0);
    }

    /// <summary>Does a piece.</summary>
    /// <returns>True when the power is there.</returns>
    internal bool Step()
    {
        int[] t = Result;
        int squarings = _left < SquaringsAStep ? _left : SquaringsAStep;
        for (int i = 0; i < squarings; i++)
        {
            Field.Square(t, t);
        }

        _left -= squarings;
        if (_left > 0)
        {
            return false;
        }

        if (_stage == Squarings.Length)
        {
            Field.Multiply(t, t, _z);
            return true;
        }

        Field.Multiply(t, t, Kept[_stage] == 0 ? _kept0 : _kept1);
        Enter(_stage + 1);
        return false;
    }

    private void Enter(int stage)
    {
        _stage = stage;
        if (stage == Squarings.Length)
        {
            _left = _isInverse ? InverseSquarings : RootSquarings;
            return;
        }

        _left = Squarings[stage];
        if (Keeps[stage])
        {
            Array.Copy(Result, 0, Kept[stage] == 0 ? _kept0 : _kept1, 0, Field.Limbs);
        }
    }
}
