using System.Diagnostics;
using Lodge.Linux.Counters;
using Lodge.Linux.Errors;
using Lodge.Model.Vms.Tuning;

namespace Lodge.Linux.Tests.Counters;

/// <summary>Counters of the real kernel, on a program that works.</summary>
public sealed class ThreadCounterTests
{
    [Fact]
    public void Events_of_the_kernel_are_counted_in_a_process_also_when_it_has_ended()
    {
        using var program = Start("read x; while [ ${#x} -lt 30000000 ]; do x=$x$x; done");
        using var clock = Open(PerfEvent.TaskClock, program.Id);
        using var faults = Open(PerfEvent.PageFaults, program.Id);
        Assert.Equal(0UL, clock.Read());

        program.StandardInput.WriteLine("go");
        program.WaitForExit();

        Assert.True(clock.Read() > 1_000_000, $"{clock.Read()} ns");
        Assert.True(faults.Read() > 0);
    }

    [Fact]
    public void Every_event_of_the_kernel_can_be_opened_and_a_thread_that_is_gone_is_told()
    {
        foreach (var known in Enum.GetValues<PerfEvent>().Where(known => !PerfEventNumbers.IsHardware(known)))
        {
            Open(known, 0).Dispose();
        }

        using var program = Start("exit 0");
        program.WaitForExit();
        Assert.Equal("ESRCH", Assert.Throws<LinuxException>(() => ThreadCounter.Open(PerfEvent.CpuClock, program.Id)).Name);
    }

    private static ThreadCounter Open(PerfEvent wanted, int thread)
    {
        try
        {
            return ThreadCounter.Open(wanted, thread);
        }
        catch (LinuxException refused) when (refused.Name is "EACCES" or "EPERM" or "ENOSYS")
        {
            Assert.Skip($"This kernel does not let this user count: {refused.Message}.");
            throw;
        }
    }

    private static Process Start(string script) =>
        Process.Start(new ProcessStartInfo("/bin/sh", ["-c", script]) { RedirectStandardInput = true })!;
}
