using Lodge.Model.Vms.States;
using Lodge.TestSupport;

namespace Lodge.Model.Tests.Vms;

public sealed class VmTransitionsTests
{
    // Every state with every trigger, so that a change of the function shows as a change of the table.
    [Fact]
    public void Every_state_with_every_trigger_leads_where_the_table_says()
    {
        var lines = from state in Enum.GetValues<VmState>()
                    from trigger in Enum.GetValues<VmTrigger>()
                    let next = VmTransitions.Next(state, VmReason.Unknown, trigger)
                    where next is not null
                    select $"{state,-12} {trigger,-18} -> {next.Value.State,-12} {next.Value.Reason}";
        Golden.Compare("VmTransitions.txt", string.Join('\n', lines) + "\n");
    }

    [Fact]
    public void Every_live_state_ends_when_the_process_dies_or_is_killed()
    {
        foreach (var state in Enum.GetValues<VmState>().Where(state => state != VmState.Stopped))
        {
            Assert.Equal(VmState.Stopped, VmTransitions.Next(state, VmReason.Unknown, VmTrigger.ProcessDied)?.State);
            Assert.Equal(VmState.Stopped, VmTransitions.Next(state, VmReason.Unknown, VmTrigger.Killed)?.State);
        }
    }

    [Fact]
    public void Reset_of_a_paused_guest_leaves_it_paused_unless_it_had_powered_off()
    {
        Assert.Equal(VmState.Paused, VmTransitions.Next(VmState.Paused, VmReason.UserRequest, VmTrigger.GuestRestarted)?.State);
        Assert.Equal(VmState.Running, VmTransitions.Next(VmState.Paused, VmReason.PoweredOffPreserved, VmTrigger.GuestRestarted)?.State);
    }
}
