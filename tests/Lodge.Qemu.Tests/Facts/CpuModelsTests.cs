using Lodge.Engine.Cpus;
using Lodge.Model.Errors;
using Lodge.Model.Host;
using Lodge.Model.Vms;
using Lodge.Model.Vms.Compute;
using Lodge.Qemu.Facts;
using Lodge.Qemu.Tests.Support;

namespace Lodge.Qemu.Tests.Facts;

/// <summary>Processors as QEMU describes them, taken apart, compared and put together again.</summary>
public class CpuModelsTests
{
    private static HostCpuModels Tcg => CapturedCpus.Tcg;

    [Fact]
    public void Expansion_is_read_with_vendor_signature_and_features()
    {
        var rome = CpuFeatureSets.ModelOf("EPYC-Rome", Tcg);
        Assert.Equal(("AuthenticAMD", 23, 49, "EPYC-Rome-v1"), (rome.Vendor, rome.Family, rome.Model, rome.AliasOf));
        Assert.Contains("xsaves", rome.Features);
        Assert.DoesNotContain("avx512f", rome.Features);
        Assert.True(Tcg.KnownFeatures.Count > 300);
        Assert.DoesNotContain("vendor", Tcg.KnownFeatures);
        Assert.DoesNotContain(Tcg.Models, model => model.Name is "max" or "host");
    }

    [Fact]
    public void What_the_host_lacks_of_a_model_is_what_QEMU_says_itself() => Assert.All(
        Tcg.Models,
        model => Assert.Equal(model.Missing.Order(StringComparer.Ordinal), CpuFeatureSets.Compare(new CpuSpec { Model = model.Name }, Tcg).Missing));

    [Fact]
    public void Host_compared_with_itself_is_identical_and_with_less_a_superset()
    {
        Assert.Equal(CpuRelation.Identical, CpuFeatureSets.Compare(new CpuSpec { Model = "host" }, Tcg).Outcome);
        var less = CpuFeatureSets.Compare(Spec("host", ("sse4_2", CpuFeaturePolicy.Forbid)), Tcg);
        Assert.Equal((CpuRelation.Superset, "sse4.2"), (less.Outcome, Assert.Single(less.Extra)));
        var more = CpuFeatureSets.Compare(Spec("host", ("avx512f", CpuFeaturePolicy.Require)), Tcg);
        Assert.Equal((CpuRelation.Incompatible, "avx512f"), (more.Outcome, Assert.Single(more.Missing)));
    }

    [Fact]
    public void Baseline_is_the_nearest_model_within_all_and_what_else_they_share()
    {
        Assert.Equal("EPYC-Rome", Text(CpuFeatureSets.Baseline([Spec("EPYC-Rome")], Tcg)));
        Assert.Equal("EPYC-Rome -svm", Text(CpuNearest.OfHost(Tcg with { Host = Tcg.Host with { Name = "host", Vendor = "AuthenticAMD", Family = 23, Model = 49, Features = [.. CpuFeatureSets.ModelOf("EPYC-Rome", Tcg).Features.Where(name => name != "svm")] } })));

        var mixed = CpuFeatureSets.Baseline([Spec("EPYC-Milan-v1"), Spec("EPYC-Rome", ("svm", CpuFeaturePolicy.Disable))], Tcg);
        var features = CpuFeatureSets.Expand(mixed, Tcg);
        Assert.True(features.IsSubsetOf(CpuFeatureSets.Expand(Spec("EPYC-Milan-v1"), Tcg)));
        Assert.DoesNotContain("svm", features);
        Assert.Contains("clwb", features);
        Assert.DoesNotContain(mixed.Features!, feature => feature.Policy != CpuFeaturePolicy.Require);

        Assert.Equal(
            CpuFeatureSets.Expand(Spec("Haswell-v1"), Tcg).Intersect(CpuFeatureSets.Expand(Spec("Skylake-Server-v5"), Tcg)).Order(),
            CpuFeatureSets.Expand(CpuFeatureSets.Baseline([Spec("Haswell-v1"), Spec("Skylake-Server-v5")], Tcg), Tcg).Order());
    }

    [Fact]
    public void Host_is_described_exactly_by_a_model_of_its_own_kind()
    {
        var skylake = CpuFeatureSets.ModelOf("Skylake-Server-v1", Tcg);
        var host = Tcg with
        {
            Host = skylake with { Name = "host", Features = [.. skylake.Features.Except(["mpx", "rtm"]), "avx512vnni"] },
        };
        var described = CpuNearest.OfHost(host);
        Assert.StartsWith("Skylake-Server", described.Model);
        Assert.Equal(host.Host.Features.Order(), CpuFeatureSets.Expand(described, host).Order());

        var tcg = CpuNearest.OfHost(Tcg);
        Assert.Equal("qemu64", tcg.Model);
        Assert.Equal(Tcg.Host.Features, CpuFeatureSets.Expand(tcg, Tcg).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Mistakes_are_told_with_the_nearest_name()
    {
        Assert.Contains("did you mean 'EPYC-Rome'", Refused(() => CpuFeatureSets.Compare(Spec("EPYC-Rom"), Tcg)));
        Assert.Contains("did you mean 'avx512f'", Refused(() => CpuFeatureSets.Compare(Spec("EPYC", ("avx512", CpuFeaturePolicy.Require)), Tcg)));
        Assert.Contains("different vendors (AuthenticAMD, GenuineIntel)", Refused(() => CpuFeatureSets.Baseline([Spec("EPYC"), Spec("Haswell-v1")], Tcg)));
        Assert.Contains("no processor", Refused(() => CpuFeatureSets.Baseline([], Tcg)));
    }

    [Theory]
    [InlineData("sse4_1", "sse4.1")]
    [InlineData("SSE3", "pni")]
    [InlineData("cmp_legacy", "cmp-legacy")]
    [InlineData("kvm_pv_unhalt", "kvm-pv-unhalt")]
    public void Feature_is_found_by_its_other_names(string name, string expected) => Assert.Equal(expected, CpuFeatureNames.Require(name, Tcg));

    [Fact]
    public async Task Real_QEMU_is_asked_once_and_its_answer_kept()
    {
        await using var host = RealHost.Create();
        var token = TestContext.Current.CancellationToken;
        var models = await host.Hypervisor.GetCpuModelsAsync(Accelerator.Tcg, token);
        Assert.Contains(models.Models, model => model.Name == "EPYC" && model.Features.Count > 50);
        Assert.Contains("sse2", models.Host.Features);
        var written = File.GetLastWriteTimeUtc(Path.Combine(host.Options.StateFolder, "cpu-models-tcg.json"));

        host.Restart();
        var again = await host.Hypervisor.GetCpuModelsAsync(Accelerator.Tcg, token);
        Assert.Equivalent(models, again, strict: true);
        Assert.Equal(written, File.GetLastWriteTimeUtc(Path.Combine(host.Options.StateFolder, "cpu-models-tcg.json")));
        Assert.Empty(Directory.GetDirectories(host.Options.RunFolder, "probe-*"));
    }

    [Fact]
    public void Fingerprint_of_a_processor_ignores_what_changes_from_moment_to_moment()
    {
        string[] info = ["processor\t: 0", "model name\t: X", "flags\t\t: fpu vme", "cpu MHz\t\t: 2000.0", "", "processor\t: 1"];
        var one = CpuFingerprint.OfProcessor(info);
        Assert.Equal(one, CpuFingerprint.OfProcessor([.. info.Select(line => line.Replace("2000", "3100"))]));
        Assert.NotEqual(one, CpuFingerprint.OfProcessor([.. info.Select(line => line.Replace("vme", "vme de"))]));
    }

    private static CpuSpec Spec(string model, params (string Name, CpuFeaturePolicy Policy)[] features) =>
        new() { Model = model, Features = [.. features.Select(feature => new CpuFeature(feature.Name, feature.Policy))] };

    private static string Text(CpuSpec cpu) => string.Join(
        ' ', cpu.Features!.Select(feature => (feature.Policy == CpuFeaturePolicy.Require ? "+" : "-") + feature.Name).Prepend(cpu.Model));

    private static string Refused(Action action) => Assert.Throws<LodgeException>(action).Message;
}
