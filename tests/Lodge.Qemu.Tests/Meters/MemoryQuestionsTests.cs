using Lodge.Model.Vms.Guest;
using Lodge.Qemu.Meters;

namespace Lodge.Qemu.Tests.Meters;

public class MemoryQuestionsTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch.AddDays(20_000);

    [Theory]
    [InlineData(null, null, 1)] // It has said nothing yet, and may begin at any time.
    [InlineData(2, null, 8)] // Every 10 s, unless told otherwise.
    [InlineData(2, 60, 58)]
    [InlineData(70, 60, 1)] // It is late.
    [InlineData(2, 0, 1)] // It tells no more.
    [InlineData(-3600, 10, 10)] // The clock was set back.
    public void Guest_is_asked_again_when_it_may_have_something_new_to_say(int? secondsAgo, int? period, int seconds)
    {
        var told = new GuestMemory { Present = 1, UpdatedAt = secondsAgo is { } ago ? Now.AddSeconds(-ago) : null };
        Assert.Equal(TimeSpan.FromSeconds(seconds), MemoryQuestions.UntilNext(told, period, Now));
    }
}
