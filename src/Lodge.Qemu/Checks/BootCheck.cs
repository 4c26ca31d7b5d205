using System.Buffers.Binary;
using Lodge.Linux.Files;
using Lodge.Model.Errors;
using Lodge.Model.Storage.Formats;
using Lodge.Model.Vms;
using Lodge.Qemu.Firmware;
using Lodge.Qemu.Images;
using Lodge.Qemu.Planning;

namespace Lodge.Qemu.Checks;

/// <summary>Firmware, kernel, initramfs.</summary>
internal static class BootCheck
{
    private const int KernelReach = 8192;
    private const int BootHeaderMagicOffset = 0x202;
    private const uint MultibootMagic = 0x1BADB002;

    /// <summary>UEFI firmware that fits, where it is asked for.</summary>
    public static Task Firmware(CheckContext context, CancellationToken cancellationToken)
    {
        var machine = MachineNames.Find(context.Definition.Machine, context.Facts)?.Name ?? "";
        if (machine.Length > 0
            && FirmwareWishes.Decide(context.Definition, machine, context.KeptFirmware, context.Facts.Firmware) is { } decision)
        {
            RequireFile(decision.Choice.Code, "firmware");
            RequireStore(context.Definition, decision.Choice);
        }

        return Task.CompletedTask;
    }

    /// <summary>A kernel that is one.</summary>
    public static async Task Kernel(CheckContext context, CancellationToken cancellationToken)
    {
        if (context.Definition.Boot.Kernel is not { } path)
        {
            return;
        }

        RequireFile(path, "kernel");
        var start = await ImageFile.ReadStartAsync(path, "kernel", KernelReach, cancellationToken);
        if (!IsKernel(start))
        {
            throw new LodgeException(
                ErrorCode.BadFile,
                $"'{path}' is no kernel that QEMU can boot: it is neither a Linux bzImage nor an ELF file.{HintAt(start)}",
                "Name a kernel such as Debian's /boot/vmlinuz-*.");
        }
    }

    /// <summary>An initramfs that is a file with something in it.</summary>
    public static async Task Initrd(CheckContext context, CancellationToken cancellationToken)
    {
        if (context.Definition.Boot.Initrd is not { } path)
        {
            return;
        }

        RequireFile(path, "initrd");
        if ((await ImageFile.ReadStartAsync(path, "initrd", 1, cancellationToken)).Length == 0)
        {
            throw new LodgeException(ErrorCode.BadFile, $"'{path}' (initrd) is empty.", "Name the initramfs that belongs to the kernel.");
        }
    }

    /// <summary>
    /// Whether a file begins as something that QEMU's <c>-kernel</c> takes on x86: the Linux boot protocol's "HdrS"
    /// (Documentation/arch/x86/boot.rst in the kernel's tree), ELF for PVH, or multiboot.
    /// </summary>
    internal static bool IsKernel(ReadOnlySpan<byte> start) =>
        (start.Length > BootHeaderMagicOffset + 4 && start[BootHeaderMagicOffset..].StartsWith("HdrS"u8))
        || start.StartsWith((ReadOnlySpan<byte>)[0x7F, (byte)'E', (byte)'L', (byte)'F'])
        || HasMultiboot(start);

    private static bool HasMultiboot(ReadOnlySpan<byte> start)
    {
        for (var at = 0; at + 12 <= start.Length; at += 4)
        {
            var sum = BinaryPrimitives.ReadUInt32LittleEndian(start[at..])
                + BinaryPrimitives.ReadUInt32LittleEndian(start[(at + 4)..])
                + BinaryPrimitives.ReadUInt32LittleEndian(start[(at + 8)..]);
            if (BinaryPrimitives.ReadUInt32LittleEndian(start[at..]) == MultibootMagic && sum == 0)
            {
                return true;
            }
        }

        return false;
    }

    // One that is there already needs no template.
    private static void RequireStore(VmDefinition definition, FirmwareChoice choice)
    {
        if (choice.HasStore && choice.VarsTemplate is { } template)
        {
            RequireFile(template, "template of the UEFI variable store");
        }
        else if (choice.HasStore && definition.Boot.Nvram is { } store)
        {
            RequireFile(store, "UEFI variable store");
        }
    }

    private static void RequireFile(string path, string role)
    {
        if (ImageFile.Identify(path, role).Kind != FileKind.Regular)
        {
            throw new LodgeException(ErrorCode.BadFile, $"'{path}' ({role}) is a device, not a file.", "Name a file.");
        }
    }

    private static string HintAt(ReadOnlySpan<byte> start) =>
        start.Length == 0 ? " It is empty."
        : start.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B]) ? " It is compressed with gzip; unpack it first."
        : start.StartsWith("070701"u8) ? " It is an initramfs."
        : Qcow2Header.IsAtStartOf(start) ? " It is a disk image."
        : "";
}
