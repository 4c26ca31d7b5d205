using Lodge.Cli.Terminal;

namespace Lodge.Cli.Tests.Terminal;

public sealed class InterruptSourceTests
{
    [Fact]
    public async Task First_interrupt_is_heard_once_its_echo_ignored_and_the_next_ends_the_program()
    {
        var source = new InterruptSource();
        var heard = 0;
        using var listening = source.Listen(() => heard++);

        Assert.True(source.Raise());
        Assert.True(source.Raise());
        await Task.Delay(400);
        Assert.False(source.Raise());
        Assert.Equal(1, heard);
    }

    [Fact]
    public void Interrupt_without_a_listener_ends_the_program()
    {
        var source = new InterruptSource();
        source.Listen(() => Assert.Fail("nobody listens any more")).Dispose();

        Assert.False(source.Raise());
    }
}
