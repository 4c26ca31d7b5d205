using Lodge.Engine;
using Lodge.Libvirt.Calls;
using Lodge.Libvirt.Errors;
using Lodge.Libvirt.Handlers.Domains;
using Lodge.Libvirt.Protocol;
using Lodge.Libvirt.Sessions;
using Lodge.Model.Vms;

namespace Lodge.Libvirt.Handlers.Panel;

/// <summary>
/// Memory dumps. They always hold what libvirt calls memory only, in a format that debuggers read; QEMU halts the guest
/// meanwhile, live or not.
/// </summary>
/// <param name="engine">The engine.</param>
/// <param name="domains">All domains.</param>
internal sealed class DumpHandlers(LodgeEngine engine, DomainDirectory domains)
{
    private const uint Crash = 1;
    private const uint Live = 2;
    private const uint Reset = 8;
    private const uint MemoryOnly = 16;
    private const uint Known = Crash | Live | Reset | MemoryOnly;

    [Procedure(RemoteProcedure.DomainCoreDump)]
    public async ValueTask DumpAsync(Session session, DomainCoreDumpArgs args, CancellationToken cancellation)
    {
        CallFlags.Check(args.Flags, Known, "virDomainCoreDump");
        await DumpAsync(args.Dom, args.To, MemoryDumpFormat.Elf, args.Flags, cancellation);
    }

    [Procedure(RemoteProcedure.DomainCoreDumpWithFormat)]
    public async ValueTask DumpAsync(Session session, DomainCoreDumpWithFormatArgs args, CancellationToken cancellation)
    {
        CallFlags.Check(args.Flags, Known, "virDomainCoreDumpWithFormat");
        var format = FormatOf(args.Dumpformat);
        if (format != MemoryDumpFormat.Elf && (args.Flags & MemoryOnly) == 0)
        {
            throw DomainDirectory.Invalid("this format of dumps is for memory-only dumps");
        }

        await DumpAsync(args.Dom, args.To, format, args.Flags, cancellation);
    }

    private async ValueTask DumpAsync(Domain handle, string path, MemoryDumpFormat format, uint flags, CancellationToken cancellation)
    {
        var then = (flags & (Crash | Live | Reset)) switch
        {
            0 or Live => AfterDump.Continue,
            Crash => AfterDump.Kill,
            Reset => AfterDump.Reset,
            _ => throw new LibvirtException(ErrorNumber.InvalidArg, ErrorOrigin.Qemu, "crash, live and reset flags are mutually exclusive"),
        };
        var vm = domains.GetActive(handle).Id.ToString();
        await JobEnd.WaitAsync(engine.Jobs, await engine.Dumping.DumpAsync(vm, path, format, then, cancellation), cancellation);
    }

    // virDomainCoreDumpFormat.
    private static MemoryDumpFormat FormatOf(uint format) => format switch
    {
        0 => MemoryDumpFormat.Elf,
        1 => MemoryDumpFormat.KdumpZlib,
        2 => MemoryDumpFormat.KdumpLzo,
        3 => MemoryDumpFormat.KdumpSnappy,
        4 => MemoryDumpFormat.WinDmp,
        _ => throw new LibvirtException(ErrorNumber.InvalidArg, ErrorOrigin.Qemu, $"there is no format number {format} for dumps"),
    };
}
