namespace Lodge.Qemu.Planning.Concerns;

/// <summary>UEFI in flash: common code to read, variables of the VM's own to write. BIOS comes with the board.</summary>
internal static class FirmwareArguments
{
    public const string CodeNode = "uefi-code";
    public const string VariablesNode = "uefi-vars";

    public static void Add(PlanBuilder plan, PlanContext context)
    {
        if (context.Uefi is not { } uefi)
        {
            return;
        }

        AddFlash(plan, CodeNode, new OpenedFile(uefi.Code, FileOpening.Read));
        AddFlash(plan, VariablesNode, new OpenedFile(context.Paths.Variables, FileOpening.ReadWrite));
    }

    private static void AddFlash(PlanBuilder plan, string node, OpenedFile file)
    {
        var readOnly = file.Mode == FileOpening.Read;
        var below = $"{node}-file";
        plan.Add("-blockdev", BlockNode.Host(below, isDevice: false, plan.PassAsSet(node, file), readOnly));
        plan.Add("-blockdev", BlockNode.Raw(node, below, readOnly));
    }
}
