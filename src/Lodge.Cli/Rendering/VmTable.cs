using System.Globalization;
using Lodge.Api.Contracts;
using Lodge.Model.Vms;

namespace Lodge.Cli.Rendering;

/// <summary>The table of <c>lodge list</c>.</summary>
internal static class VmTable
{
    /// <summary>One row a VM.</summary>
    public static string Render(IReadOnlyList<VmSummary> vms, DateTimeOffset now, Style style)
    {
        var table = new Table(style, "NAME", "STATE", ">CPUS", ">MEMORY", ">FOR", "ACCEL", "ADDRESS", "TITLE");
        foreach (var vm in vms)
        {
            table.Add(
                vm.Name,
                StateWords.CellOf(vm.State, vm.Reason, style),
                vm.Cpus.ToString(CultureInfo.InvariantCulture),
                Sizes.Of(vm.MemoryBytes),
                Ages.Length(now - vm.Since),
                vm.Accel is { } accel ? AccelName(accel) : "–",
                AddressOf(vm),
                Printable.Text(vm.Title ?? ""));
        }

        return table.ToString();
    }

    // The first one; that there are more is said, and 'lodge nic list' has them.
    private static string AddressOf(VmSummary vm) => vm.Addresses switch
    {
        null or [] => "–",
        [var only] => only,
        { Count: var count } all => string.Create(CultureInfo.InvariantCulture, $"{all[0]} +{count - 1}"),
    };

    /// <summary>An accelerator's name.</summary>
    public static string AccelName(Accelerator accel) => accel switch
    {
        Accelerator.Kvm => "kvm",
        Accelerator.Tcg => "tcg",
        _ => "auto",
    };
}
