using Lodge.Model.Errors;
using Lodge.Model.Text;
using Lodge.Qemu.Planning.Devices;

namespace Lodge.Qemu.Checks;

/// <summary>Devices that this QEMU has. Distributions put some of them, and SPICE, into packages of their own.</summary>
internal static class DeviceModelCheck
{
    private const string SpicePackage = "On Debian 13 and newer install qemu-system-modules-spice; up to Debian 12 it is part of qemu-system-common";
    private const string OpenGlPackage = "On Debian 13 and newer install qemu-system-modules-opengl; up to Debian 12 it is part of qemu-system-common";

    /// <summary>Drivers of all devices.</summary>
    public static Task Drivers(CheckContext context, CancellationToken cancellationToken)
    {
        var has = context.Facts.Devices;
        if (DriverNames.Of(context.Definition).FirstOrDefault(need => !has.Contains(need.Driver)) is not { Driver: { } driver } missing)
        {
            return Task.CompletedTask;
        }

        var near = Suggestion.For(driver, has);
        throw new LodgeException(
            ErrorCode.Unsupported,
            $"QEMU {context.Facts.Version} has no device '{driver}', which {missing.Path} needs{(near is null ? "." : $"; it has '{near}'.")}",
            $"{PackageOf(driver)}. Or choose another model.");
    }

    /// <summary>SPICE, where a display, channel, redirection or sound card needs it.</summary>
    public static Task Spice(CheckContext context, CancellationToken cancellationToken) =>
        DriverNames.NeedOfSpice(context.Definition) is not { } path || context.Facts.Devices.Contains(DriverNames.SignOfSpice)
            ? Task.CompletedTask
            : throw new LodgeException(
                ErrorCode.Unsupported,
                $"QEMU {context.Facts.Version} cannot serve SPICE, which {path} needs: it was built without, or its modules are not installed.",
                $"{SpicePackage}. Or use VNC.");

    private static string PackageOf(string driver) =>
        driver.StartsWith("qxl", StringComparison.Ordinal) ? SpicePackage
        : driver.Contains("-gl", StringComparison.Ordinal) ? OpenGlPackage
        : "See 'qemu-system-x86_64 -device help' for what it has";
}
