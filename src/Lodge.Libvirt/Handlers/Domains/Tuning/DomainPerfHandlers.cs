using Lodge.Libvirt.Calls;
using Lodge.Libvirt.Errors;
using Lodge.Libvirt.Handlers.Domains.Changes;
using Lodge.Libvirt.Protocol;
using Lodge.Libvirt.Sessions;
using Lodge.LibvirtXml.Domain;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Devices;
using Lodge.Model.Vms.Tuning;

namespace Lodge.Libvirt.Handlers.Domains.Tuning;

/// <summary>What the kernel counts for a domain: each event a switch. What was counted stands in the bulk statistics.</summary>
/// <param name="editor">Small changes.</param>
internal sealed class DomainPerfHandlers(DomainEditor editor)
{
    // One switch a name; those of events that are gone cannot be moved.
    private static readonly ParameterTable<IReadOnlyList<PerfEvent>> s_switches = new([.. PerfNames.All.Select(Switch)]);

    [Procedure(RemoteProcedure.DomainGetPerfEvents)]
    public DomainGetPerfEventsRet Get(Session session, DomainGetPerfEventsArgs args)
    {
        CallFlags.Check(args.Flags, ChangeSides.All | ParameterReply.StringsOkay, "virDomainGetPerfEvents");
        var counted = Events(editor.Read(args.Dom, args.Flags)).Select(PerfNames.Of).ToHashSet();
        return new(PerfNames.All.Aggregate(new TypedParams(), (all, name) => all.Boolean(name, counted.Contains(name))).ToArray());
    }

    [Procedure(RemoteProcedure.DomainSetPerfEvents)]
    public async ValueTask SetAsync(Session session, DomainSetPerfEventsArgs args, CancellationToken cancellation)
    {
        CallFlags.Check(args.Flags, ChangeSides.All, "virDomainSetPerfEvents");
        s_switches.Check(args.Params);
        foreach (var gone in args.Params.Where(param => param.Value.AsBoolean() != 0 && PerfNames.Gone.Contains(param.Field)))
        {
            throw new LibvirtException(
                ErrorNumber.ArgumentUnsupported, ErrorOrigin.Qemu, $"performance event '{gone.Field}' cannot be counted, {PerfNames.WhyGone}");
        }

        await editor.EditAsync(args.Dom, args.Flags, definition => Edit(definition, args.Params), cancellation);
    }

    private static Parameter<IReadOnlyList<PerfEvent>> Switch(string name)
    {
        var isKnown = PerfNames.IsKnown(name, out var known);
        return new(
            name,
            TypedParamValueKind.Boolean,
            counted => TypedParamValue.Boolean(isKnown && counted.Contains(known) ? 1 : 0),
            (counted, value) => !isKnown ? counted : value.AsBoolean() != 0 ? [.. counted.Append(known).Distinct().Order()] : [.. counted.Where(other => other != known)]);
    }

    private static VmDefinition Edit(VmDefinition definition, TypedParam[] wanted)
    {
        var counted = s_switches.Apply(Events(definition), wanted);
        return TuningEdit.Whole(definition, tuning => tuning with { PerfEvents = counted.Count == 0 ? null : counted });
    }

    private static IReadOnlyList<PerfEvent> Events(VmDefinition definition) => (definition.Tuning?.PerfEvents).OrEmpty();
}
