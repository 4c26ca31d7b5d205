using Lodge.Linux.Security;
using Lodge.Model.Host;
using Lodge.Qemu.Firmware;

namespace Lodge.Qemu.Planning.Concerns;

/// <summary>UEFI in flash: common code to read, variables of the VM's own to write. BIOS comes with the board.</summary>
internal static class FirmwareArguments
{
    public const string CodeNode = "uefi-code";
    public const string VariablesNode = "uefi-vars";

    public static void Add(PlanBuilder plan, PlanContext context)
    {
        if (context.Uefi?.Choice is not { } uefi)
        {
            return;
        }

        if (uefi.Mapping == FirmwareMapping.Memory)
        {
            plan.Allow(uefi.Code, LandlockAccess.ReadOnly);
            plan.Add("-bios", $"/proc/self/fd/{PlanBuilder.Text(plan.Pass(CodeNode, new ReopenedFile(uefi.Code)))}");
            return;
        }

        AddFlash(plan, CodeNode, new OpenedFile(uefi.Code, FileOpening.Read), uefi.CodeFormat);
        if (uefi.HasStore)
        {
            AddFlash(plan, VariablesNode, new OpenedFile(context.VariableStore, FileOpening.ReadWrite), uefi.VarsFormat);
        }

        AddProtection(plan, uefi);
    }

    // Only code that runs in system management mode may write the variables, else the guest could switch the checks off.
    private static void AddProtection(PlanBuilder plan, FirmwareChoice uefi)
    {
        if (uefi.RequiresSmm)
        {
            plan.Add("-global", "driver=cfi.pflash01,property=secure,value=on");
        }
    }

    private static void AddFlash(PlanBuilder plan, string node, OpenedFile file, FirmwareFormat format)
    {
        var readOnly = file.Mode == FileOpening.Read;
        var below = $"{node}-file";
        plan.Add("-blockdev", BlockNode.Host(below, isDevice: false, plan.PassAsSet(node, file), readOnly));
        plan.Add("-blockdev", format == FirmwareFormat.Qcow2
            ? BlockNode.Qcow2(node, below, backing: null, readOnly)
            : BlockNode.Raw(node, below, readOnly));
    }
}
