using System;
using System.Reflection;

namespace Fmtp.Nano.Tests;

/// <summary>Runs the shared tests where there is no test adapter: a line a test, and a last one that counts them.</summary>
/// <remarks>The name is written before the test runs, so that one that takes nanoCLR down with it is known.</remarks>
public static class Runner
{
    private static int _passed;
    private static int _failed;
    private static int _skipped;

    /// <summary>Runs all of them.</summary>
    public static void Main()
    {
        Type[] types = Assembly.GetExecutingAssembly().GetTypes();
        for (int i = 0; i < types.Length; i++)
        {
            if (types[i].IsClass && Has(types[i].GetCustomAttributes(false), typeof(TestClassAttribute)))
            {
                Run(types[i]);
            }
        }

        Console.WriteLine("done: " + _passed.ToString() + " passed, " + _failed.ToString() + " failed, " + _skipped.ToString() + " skipped");
    }

    private static void Run(Type type)
    {
        MethodInfo[] methods = type.GetMethods();
        for (int i = 0; i < methods.Length; i++)
        {
            if (Has(methods[i].GetCustomAttributes(false), typeof(TestMethodAttribute)))
            {
                Console.Write("test " + type.Name + "." + methods[i].Name);
                Run(methods[i]);
            }
        }
    }

    private static void Run(MethodInfo method)
    {
        try
        {
            method.Invoke(null, null); // as the test adapter does: shared tests need no object
            _passed++;
            Console.WriteLine(": passed");
        }
        catch (SkipTestException e)
        {
            _skipped++;
            Console.WriteLine(": skipped: " + e.Message);
        }
        catch (Exception e)
        {
            _failed++;
            Console.WriteLine(": failed: " + e.GetType().Name + ": " + e.Message);
            Console.WriteLine(e.StackTrace);
        }
    }

    private static bool Has(object[] attributes, Type type)
    {
        for (int i = 0; i < attributes.Length; i++)
        {
            if (attributes[i].GetType() == type)
            {
                return true;
            }
        }

        return false;
    }
}
