using System;
using System.Net.NetworkInformation;

namespace Fmtp.Nano.Device;

/// <summary>The way to the network. The firmware connects at its start, and again after every drop, by the settings
/// that it keeps itself; here they are set, and the address is polled, as its events may not come.</summary>
public sealed class Uplink
{
    private const string NoAddress = "0.0.0.0";
    private const int PollMs = 2000;

    private long _polledAt;

    /// <summary>The address; null for none.</summary>
    public string Address;

    /// <summary>Milliseconds since when there is none; only while <see cref="Address"/> is null.</summary>
    public long LostAt;

    /// <summary>Stores the wireless network, if the firmware has another one.</summary>
    /// <param name="wifi">The wireless network; null on a wire.</param>
    /// <returns>True when it was changed, and has been read again to be sure: it is used from the next start on.</returns>
    public static bool Configure(WifiSettings wifi)
    {
        if (wifi == null)
        {
            return false;
        }

        try
        {
            Wireless80211Configuration[] all = Wireless80211Configuration.GetAllWireless80211Configurations();
            string password = wifi.Password == null ? string.Empty : wifi.Password;
            if (all.Length == 0 || IsSame(all[0], wifi.Ssid, password))
            {
                return false;
            }

            all[0].Ssid = wifi.Ssid;
            all[0].Password = password;
            all[0].Options = Wireless80211Configuration.ConfigurationOptions.AutoConnect;
            all[0].SaveConfiguration();
            return IsSame(Wireless80211Configuration.GetAllWireless80211Configurations()[0], wifi.Ssid, password);
        }
        catch (Exception)
        {
            return false; // no radio, or the firmware keeps its settings: the address will tell
        }
    }

    /// <summary>Looks for the address, if it is time.</summary>
    /// <param name="now">Milliseconds.</param>
    /// <returns>True when it has changed.</returns>
    public bool Poll(long now)
    {
        if (_polledAt != 0 && now - _polledAt < PollMs)
        {
            return false;
        }

        _polledAt = now;
        string address = Find();
        if (address == Address)
        {
            return false;
        }

        if (address == null)
        {
            LostAt = now;
        }

        Address = address;
        return true;
    }

    private static bool IsSame(Wireless80211Configuration stored, string ssid, string password)
    {
        bool connects = (stored.Options & Wireless80211Configuration.ConfigurationOptions.AutoConnect) == Wireless80211Configuration.ConfigurationOptions.AutoConnect;
        return connects && stored.Ssid == ssid && stored.Password == password;
    }

    private static string Find()
    {
        try
        {
            NetworkInterface[] all = NetworkInterface.GetAllNetworkInterfaces();
            for (int i = 0; i < all.Length; i++)
            {
                string address = all[i].IPv4Address;
                if (!string.IsNullOrEmpty(address) && address != NoAddress)
                {
                    return address;
                }
            }
        }
        catch (Exception)
        {
            // The interface is being started or stopped.
        }

        return null;
    }
}
