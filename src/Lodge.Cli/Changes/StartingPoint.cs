using Lodge.Model.Errors;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Changes;

namespace Lodge.Cli.Changes;

/// <summary>The definition that a change starts from.</summary>
internal static class StartingPoint
{
    /// <summary>What runs for a change of only that, else what the next start uses.</summary>
    /// <exception cref="LodgeException">Nothing runs that could be changed.</exception>
    public static VmDefinition Of(Vm vm, ChangeScope scope) => scope != ChangeScope.Live
        ? vm.Definition
        : vm.Runtime?.Definition ?? throw new LodgeException(
            ErrorCode.InvalidState, $"VM '{vm.Name}' does not run, so there is nothing to change live.", "Leave --live out.");
}
