using Lodge.Model.Errors;
using Lodge.Model.Host;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Compute;
using Lodge.Qemu.Checks;
using Lodge.Qemu.Host;
using Lodge.Qemu.Launching;
using Lodge.Qemu.Planning;
using Lodge.Qemu.Tests.Facts;
using Lodge.Qemu.Tests.Planning;

namespace Lodge.Qemu.Tests.Checks;

/// <summary>Processors that a host under TCG, with QEMU 7.2's captured answers, can or cannot give.</summary>
public class CpuCheckTests
{
    public static TheoryData<string, string> Troubles => new()
    {
        { "too many", "takes 288 at most" },
        { "over 255", "only through an Intel IOMMU" },
        { "host under TCG", "only KVM can give" },
        { "unknown model", "did you mean 'EPYC'?" },
        { "unknown feature", "'avx512' (cpu.features[0]); did you mean 'avx512f'" },
        { "require", "requires the processor feature 'avx512f' (cpu.features[1])" },
        { "forbid", "forbidden to start on a host with the processor feature 'sse4.2' (cpu.features[0])" },
        { "no fallback", "lacks rdseed" },
        { "three cores twice", "leave gaps" },
        { "one left out", "leave gaps" },
        { "strict", "nothing else (cpu.match strict)" },
    };

    [Theory]
    [MemberData(nameof(Troubles))]
    public async Task Processor_that_cannot_be_had_is_refused_with_what_is_wrong(string name, string words)
    {
        var error = (await Assert.ThrowsAsync<LodgeException>(() => CheckAsync(Cpu(name)))).Error;
        Assert.Equal(ErrorCode.Unsupported, error.Code);
        Assert.Contains(words, error.Message);
        Assert.NotNull(error.Remedy);
    }

    [Fact]
    public async Task Processor_that_can_be_had_passes()
    {
        await CheckAsync(new CpuDefinition());
        await CheckAsync(new CpuDefinition { Model = "EPYC" });
        await CheckAsync(new CpuDefinition(24) { Current = 16, Topology = new(3, 2, 2, 2) });
        await CheckAsync(new CpuDefinition(4) { Vcpus = [new(0), new(1, Hotpluggable: false), new(2), new(3, Enabled: false)] });
        await CheckAsync(new CpuDefinition
        {
            Model = "qemu64",
            AllowFallback = false,
            Features = [new("avx2"), new("avx512f", CpuFeaturePolicy.Optional), new("avx512bw", CpuFeaturePolicy.Force), new("mpx", CpuFeaturePolicy.Disable)],
        });
    }

    private static CpuDefinition Cpu(string name) => name switch
    {
        "too many" => new(300),
        "over 255" => new(256),
        "host under TCG" => new() { Mode = CpuMode.HostPassthrough },
        "unknown model" => new() { Model = "EPIC" },
        "unknown feature" => Features(new CpuFeature("avx512")),
        "require" => Features(new("avx2"), new("avx512f")),
        "forbid" => Features(new CpuFeature("sse4_2", CpuFeaturePolicy.Forbid)),
        "three cores twice" => new(6) { Topology = new(Sockets: 2, Cores: 3) },
        "one left out" => new(4) { Vcpus = [new(2, Enabled: false)] },
        "no fallback" => new() { Model = "EPYC", AllowFallback = false },
        _ => new() { Model = "qemu64", Match = CpuMatch.Strict },
    };

    private static CpuDefinition Features(params CpuFeature[] features) => new() { Model = "qemu64", Features = features };

    private static async Task CheckAsync(CpuDefinition cpu)
    {
        var context = new CheckContext
        {
            Definition = PlanCases.Vm() with { Cpu = cpu },
            Facts = PlanCases.Facts,
            KeptFirmware = null,
            Programs = new(),
            HasOwnUsers = true,
            Kvm = new KvmReport { Usable = false, DevicePresent = false },
            Policy = new AcceleratorPolicy(),
            Memory = new MemoryInfo(1L << 40, 1L << 40, 0),
            Claims = new VmClaims(null),
            Cpus = CapturedCpus.Tcg,
            HugePages = new(() => []),
            Topology = new(() => throw new InvalidOperationException("No placement is asked for.")),
        };
        await CpuCheck.Machine(context, TestContext.Current.CancellationToken);
        await CpuCheck.Model(context, TestContext.Current.CancellationToken);
        await CpuCheck.Features(context, TestContext.Current.CancellationToken);
        await CpuCheck.Gaps(context, TestContext.Current.CancellationToken);
    }
}
