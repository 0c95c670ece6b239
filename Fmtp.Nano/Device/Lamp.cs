using System;
using System.Device.Gpio;

namespace Fmtp.Nano.Device;

/// <summary>Tells by the lamp how the board is: so many short flashes, then a pause. docs/DEVICE.md has the table.</summary>
public sealed class Lamp
{
    /// <summary>All is well: linked to the parent, or none is configured.</summary>
    public const int Well = 1;

    /// <summary>The relay runs, its parent is not reached.</summary>
    public const int NoParent = 2;

    /// <summary>There is no network.</summary>
    public const int NoNetwork = 3;

    /// <summary>A file is wrong; the console says where.</summary>
    public const int BadSettings = 4;

    /// <summary>Waiting before another start, because the last ones did not live long.</summary>
    public const int Waiting = 5;

    private const int FlashMs = 150;
    private const int BeatMs = 400;
    private const int PauseMs = 1600;

    private readonly GpioPin _pin;
    private readonly bool _isActiveLow;
    private bool _isLit;

    /// <summary>Opens the pin and lights it: starting.</summary>
    /// <param name="settings">Which pin.</param>
    public Lamp(LedSettings settings)
    {
        _isActiveLow = settings.ActiveLow;
        if (settings.Pin >= 0)
        {
            try
            {
                _pin = new GpioController().OpenPin(settings.Pin, PinMode.Output);
                Light(true);
            }
            catch (Exception)
            {
                _pin = null; // no such pin: nothing that would keep a relay from running
            }
        }
    }

    /// <summary>What is to be told.</summary>
    public int State { get; set; } = Well;

    /// <summary>Moves on; call it some times a second.</summary>
    /// <param name="now">Milliseconds.</param>
    public void Step(long now)
    {
        if (_pin == null)
        {
            return;
        }

        int at = (int)(now % ((State * BeatMs) + PauseMs));
        bool isLit = at < State * BeatMs && at % BeatMs < FlashMs;
        if (isLit != _isLit)
        {
            Light(isLit);
        }
    }

    private void Light(bool isLit)
    {
        _isLit = isLit;
        _pin.Write(isLit != _isActiveLow ? PinValue.High : PinValue.Low);
    }
}
