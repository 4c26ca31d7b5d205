using Lodge.Model.Vms.Platform;

namespace Lodge.Model.Vms.Validation.Platform;

/// <summary>Kernel, initramfs, command line, firmware, secure boot, blobs for the firmware.</summary>
internal static class BootValidator
{
    // COMMAND_LINE_SIZE of Linux on x86 is 2048 with the closing zero.
    private const int CommandLineLimit = 2047;

    // FW_CFG_MAX_FILE_PATH of QEMU is 56 with the closing zero.
    private const int EntryNameLimit = 55;
    private const int TimeoutLimit = 65_535;

    public static void Check(VmDefinition definition, Place root)
    {
        var (boot, place) = (definition.Boot, root.In("boot"));
        CheckKernel(boot, place);
        CheckFirmware(definition, place);
        CheckEntries(boot, place);
    }

    private static void CheckKernel(BootDefinition boot, Place place)
    {
        place.AddIf(
            boot.Kernel is null && (boot.Initrd ?? boot.CommandLine) is not null,
            "kernel",
            "is missing, while an initrd or a command line for it is given");
        place.AbsolutePath("kernel", boot.Kernel);
        place.AbsolutePath("initrd", boot.Initrd);
        place.AddIf(
            boot.CommandLine is { } line && (Texts.Bytes(line) > CommandLineLimit || line.Any(char.IsControl)),
            "commandLine",
            $"must be one line of at most {CommandLineLimit} bytes");
    }

    private static void CheckFirmware(VmDefinition definition, Place place)
    {
        var boot = definition.Boot;
        var uefi = boot.Firmware == FirmwareType.Uefi;
        place.AbsolutePath("loader", boot.Loader);
        place.AbsolutePath("nvram", boot.Nvram);
        place.AbsolutePath("nvramTemplate", boot.NvramTemplate);
        place.Range("menuTimeout", boot.MenuTimeout, 0, TimeoutLimit);
        place.Range("rebootTimeout", boot.RebootTimeout, -1, TimeoutLimit);
        place.Only(uefi, "the firmware 'uefi'", ("nvram", boot.Nvram), ("nvramTemplate", boot.NvramTemplate));
        place.Only(!uefi, "the firmware 'bios'", ("rebootTimeout", boot.RebootTimeout));
        place.AddIf(uefi && boot.SerialOutput == true, "serialOutput", "is for the firmware 'bios' only; leave it out");
        place.AddIf(!uefi && boot.EnrolledKeys == true, "enrolledKeys", "is for the firmware 'uefi' only; leave it out");
        if (boot.SecureBoot == true)
        {
            place.AddIf(!uefi, "secureBoot", "needs boot.firmware 'uefi'");
            place.AddIf(definition.Machine.Type != MachineType.Q35, "secureBoot", $"needs the board 'q35', and the board is {definition.Machine.Type.Quoted()}");
            place.AddIf(definition.Features?.Smm == false, "secureBoot", "needs system management mode, which features.smm switches off");
        }
    }

    private static void CheckEntries(BootDefinition boot, Place place)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (entryPlace, entry) in place.Each("firmwareConfig", boot.FirmwareConfig))
        {
            var sound = entry.Name.Length is > 4 and <= EntryNameLimit
                && entry.Name.StartsWith("opt/", StringComparison.Ordinal)
                && entry.Name.All(c => c is > ' ' and <= '~');
            entryPlace.AddIf(!sound, "name", $"must be 'opt/' and more, at most {EntryNameLimit} printable ASCII characters without blanks, and is '{entry.Name}'");
            entryPlace.AddIf(!names.Add(entry.Name), "name", $"is '{entry.Name}', as another entry's is already");
            entryPlace.AddIf(entry.Text is null == entry.File is null, "", "must have either a text or a file");
            entryPlace.AddIf(entry.Text?.Contains('\0', StringComparison.Ordinal) == true, "text", "must not contain zero characters");
            entryPlace.AbsolutePath("file", entry.File);
        }
    }
}
