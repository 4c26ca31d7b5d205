using System.Runtime.InteropServices;
using Lodge.Bench;
using Lodge.Bench.Lab;
using Lodge.TestSupport.Daemons;

if (args is ["--help" or "-h"])
{
    Console.WriteLine(BenchOptions.Usage);
    return 0;
}

try
{
    var options = BenchOptions.Read(args, Path.Combine(Repository.Root, "artifacts", "bench", "bench.json"));
    using var bench = new Workbench(options);
    using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
    using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
    await new BenchRun(bench).RunAsync();
    return 0;

    // Whatever waits for one of the processes then fails, and cleans up on its way here.
    void End(PosixSignalContext signal)
    {
        signal.Cancel = true;
        bench.Abandon();
    }
}
catch (ArgumentException wrong)
{
    Console.Error.WriteLine(wrong.Message);
    return 2;
}
catch (Exception broken)
{
    Console.Error.WriteLine($"bench: {broken}");
    return 1;
}
