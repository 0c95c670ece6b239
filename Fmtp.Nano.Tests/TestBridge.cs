// The one place where the two test frameworks differ. MSTest runs the tests on .NET, the
// nanoFramework test adapter runs those of Shared/ on nanoCLR or a board.
//
// Shared tests use what both have: [TestClass], [TestMethod], Assert.IsTrue, IsFalse, IsNull,
// IsNotNull, AreEqual and AreNotEqual of two values of one type, AreSame, AreNotSame,
// CollectionAssert.AreEqual; and Expect below for what one of them lacks or names otherwise.
//
// nanoFramework calls a test method without an object: a shared test has no fields, no
// [TestInitialize] (there is only [Setup], once for a class) and calls static helpers alone.
#if NANOFRAMEWORK_1_0
global using nanoFramework.TestFramework;
#else
global using Microsoft.VisualStudio.TestTools.UnitTesting;
#endif
using System;

#if !NANOFRAMEWORK_1_0
// One test at a time: the storms count time and memory, and a seed must tell the whole story.
[assembly: DoNotParallelize]
#endif

namespace Fmtp.Nano.Tests;

/// <summary>Asserts that the two test frameworks do not have in common.</summary>
internal static class Expect
{
    /// <summary>Fails the test.</summary>
    public static void Fail(string message)
    {
#if NANOFRAMEWORK_1_0
        Assert.IsTrue(false, message);
#else
        Assert.Fail(message);
#endif
    }

    /// <summary>Passes when both arrays have the same octets.</summary>
    public static void Same(byte[] expected, byte[] actual)
    {
        Same(expected, actual, 0, actual.Length);
    }

    /// <summary>Passes when <paramref name="actual"/> has the expected octets and no others in the given part.</summary>
    public static void Same(byte[] expected, byte[] actual, int offset, int length)
    {
        Assert.AreEqual(expected.Length, length, "length");
        for (int i = 0; i < length; i++)
        {
            if (expected[i] != actual[offset + i])
            {
                Fail("octet " + i.ToString() + " is " + actual[offset + i].ToString() + ", not " + expected[i].ToString());
            }
        }
    }

    /// <summary>Passes when the action throws an exception of exactly this type.</summary>
    public static void Throws(Type exception, Action action)
    {
        try
        {
            action();
        }
        catch (Exception e)
        {
            Assert.AreEqual(exception.FullName, e.GetType().FullName);
            return;
        }

        Fail("nothing thrown, expected " + exception.FullName);
    }
}
