using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;

namespace Fmtp.Nano.Desktop.Demo;

/// <summary>What this machine tells of itself; null where it tells nothing.</summary>
internal static class Machine
{
    private const double KibInMib = 1024;
    private const double OctetsInMib = 1024 * 1024;
    private const double MilliInOne = 1000;

    /// <summary>The load of the last minute; where the system does not say, this program's own processors.</summary>
    internal static string? Load()
        => FirstWord("/proc/loadavg")
            ?? Text(Environment.CpuUsage.TotalTime / (DateTime.Now - Process.GetCurrentProcess().StartTime), "0.00");

    /// <summary>Memory in use of all there is.</summary>
    internal static string? Memory()
    {
        double? total = Kib("MemTotal:") / KibInMib;
        double? free = Kib("MemAvailable:") / KibInMib;
        if (total == null || free == null)
        {
            GCMemoryInfo memory = GC.GetGCMemoryInfo();
            total = memory.TotalAvailableMemoryBytes / OctetsInMib;
            free = total - (memory.MemoryLoadBytes / OctetsInMib);
        }

        return $"{Text(total.Value - free.Value, "0")} of {Text(total.Value, "0")} MiB";
    }

    /// <summary>Degrees Celsius of the first thermal zone.</summary>
    internal static string? Temperature()
    {
        string? milli = FirstWord("/sys/class/thermal/thermal_zone0/temp");
        return double.TryParse(milli, CultureInfo.InvariantCulture, out double value) ? Text(value / MilliInOne, "0.0") + " °C" : null;
    }

    private static double? Kib(string label)
    {
        foreach (string line in Read("/proc/meminfo").Split('\n'))
        {
            if (line.StartsWith(label, StringComparison.Ordinal))
            {
                return double.Parse(line[label.Length..].Replace("kB", string.Empty, StringComparison.Ordinal), CultureInfo.InvariantCulture);
            }
        }

        return null;
    }

    private static string? FirstWord(string path)
    {
        string word = Read(path).Split(' ', '\n')[0];
        return word.Length > 0 ? word : null;
    }

    private static string Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return string.Empty; // another system, or a machine without one
        }
    }

    private static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
