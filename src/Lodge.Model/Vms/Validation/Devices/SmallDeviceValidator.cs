using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms.Platform;

namespace Lodge.Model.Vms.Validation.Devices;

/// <summary>Sound, random numbers, watchdogs, panic notifiers, TPM, vsock, balloon.</summary>
internal static class SmallDeviceValidator
{
    // Context ids 0 to 2 are the hypervisor, the host itself and the host; the last one means any.
    private const long CidLeast = 3;
    private const long CidMost = uint.MaxValue - 1L;

    public static void Check(VmDefinition definition, Place root)
    {
        CheckSounds(definition, root);
        CheckRngs(definition, root);
        CheckWatchdogs(definition, root);
        CheckPanics(definition, root);
        CheckTpm(definition, root);
        root.Range("vsock.cid", definition.Vsock?.Cid, CidLeast, CidMost);
        root.Range("balloon.statisticsPeriod", definition.Balloon?.StatisticsPeriod, 0, 3600);
        root.AddIf(definition is { NoBalloon: true, Balloon: not null }, "balloon", "is given, while noBalloon is true");
    }

    private static void CheckSounds(VmDefinition definition, Place root)
    {
        foreach (var (place, sound) in root.Each("sounds", definition.Sounds))
        {
            place.AddIf(
                sound.Audio == AudioBackend.Spice && definition.Graphics.All(display => display.Type != GraphicsType.Spice),
                "audio",
                "is 'spice', which needs a display of the type 'spice' in graphics");
        }
    }

    private static void CheckRngs(VmDefinition definition, Place root)
    {
        foreach (var (place, rng) in root.Each("rngs", definition.Rngs))
        {
            place.AbsolutePath("source", rng.Source);
            place.AtLeast("rateBytes", rng.RateBytes, 1);
            place.AtLeast("ratePeriod", rng.RatePeriod, 1);
            place.AddIf(rng is { RatePeriod: not null, RateBytes: null }, "ratePeriod", "is given, while rateBytes is missing");
        }
    }

    private static void CheckWatchdogs(VmDefinition definition, Place root)
    {
        var models = new HashSet<WatchdogModel>();
        foreach (var (place, watchdog) in root.Each("watchdogs", definition.Watchdogs))
        {
            place.AddIf(
                watchdog.Model == WatchdogModel.Itco && definition.Machine.Type != MachineType.Q35,
                "model",
                "is 'itco', which only the board 'q35' has; use 'i6300esb'");
            place.AddIf(
                !models.Add(watchdog.Model) && watchdog.Model != WatchdogModel.I6300esb,
                "model",
                $"is {watchdog.Model.Quoted()}, of which a VM can have one only");
            var first = definition.Watchdogs![0].Action;
            place.AddIf(watchdog.Action != first, "action", $"must be {first.Quoted()}, as the first watchdog's, and is {watchdog.Action.Quoted()}");
        }
    }

    private static void CheckPanics(VmDefinition definition, Place root)
    {
        var models = new HashSet<PanicModel>();
        foreach (var (place, panic) in root.Each("panics", definition.Panics))
        {
            place.AddIf(!models.Add(panic.Model), "model", $"is {panic.Model.Quoted()}, of which a VM can have one only");
            place.AddIf(
                panic.Model == PanicModel.Hyperv && definition.Accel == Accelerator.Tcg,
                "model",
                "is 'hyperv', which needs KVM, and accel is 'tcg'");
        }
    }

    private static void CheckTpm(VmDefinition definition, Place root)
    {
        root.AbsolutePath("tpm.host", definition.Tpm?.Host);
        root.AddIf(
            definition.Tpm is { Host: not null, KeepState: not null },
            "tpm.keepState",
            "is for a TPM that Lodge emulates only; leave it out");
    }
}
