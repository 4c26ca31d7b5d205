using System.Diagnostics;
using Lodge.Fuzz;
using Lodge.Fuzz.Wire;
using Lodge.Fuzz.Xml;

namespace Lodge.Libvirt.Tests.Fuzz;

/// <summary>Short runs of the fuzzer, always with the same inputs: what a long one found stays mended.</summary>
public sealed class FuzzerTests
{
    [Fact]
    public void Messages_with_something_wrong_are_refused_or_come_through()
    {
        var output = new StringWriter();
        Assert.True(new WireFuzzer(new FuzzOptions("wire", 10_000, 1, false), null, output).Run() == 0, output.ToString());
    }

    [Fact]
    public void Documents_with_something_wrong_are_refused_or_come_through()
    {
        var output = new StringWriter();
        Assert.True(new XmlFuzzer(new FuzzOptions("xml", 1_500, 1, false), null, output).Run() == 0, output.ToString());
    }

    [Fact]
    public async Task Guided_run_follows_branches()
    {
        var program = Path.Combine(AppContext.BaseDirectory, "Lodge.Fuzz.dll");
        using var process = Process.Start(new ProcessStartInfo("dotnet", [program, "xml", "--count", "1000", "--guided"]) { RedirectStandardOutput = true })!;
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, output);
        Assert.Matches("[1-9][0-9]+ branches, [1-9][0-9]* documents kept; nothing found", output);
    }
}
