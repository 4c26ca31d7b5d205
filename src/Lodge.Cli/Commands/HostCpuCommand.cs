using System.CommandLine;
using Lodge.Api.Contracts;
using Lodge.Cli.App;
using Lodge.Cli.Parsing;
using Lodge.Cli.Rendering;
using Lodge.Model.Vms;

namespace Lodge.Cli.Commands;

/// <summary><c>lodge host cpu</c></summary>
internal static class HostCpuCommand
{
    private const string SpecHelp = "A model, with features added or taken away: EPYC,+avx512f,-svm; 'host' for all that the host can do.";

    /// <summary>The command.</summary>
    public static Verb Create() => new("cpu", "Show which processors guests can have, and compare them.")
    {
        Models(),
        Compare(),
        Baseline(),
    };

    private static Verb Models()
    {
        var accel = AccelOption();
        var all = Opt.Flag("--all", "Also those that this host cannot run, and the versions that have another name.", "-a");
        var features = Opt.Flag("--features", "Names of all features, and whether the host has them, instead of models.");
        var verb = new Verb("models", "List processor models.")
        {
            Examples = [new("lodge host cpu models", "models that run here"), new("lodge host cpu models --all --json", "everything, for scripts")],
        };
        verb.Add(accel);
        verb.Add(all);
        verb.Add(features);
        verb.Handler = async (cli, cancellationToken) =>
        {
            var models = await cli.Client.GetCpuModelsAsync(cli.Get(accel), cancellationToken);
            cli.Output.Result(models, ApiJson.Default.HostCpuModels, () => cli.Get(features)
                ? CpuText.Features(models)
                : CpuText.Models(models, cli.Get(all), cli.Output.Style));
            return ExitStatus.Ok;
        };
        return verb;
    }

    private static Verb Compare()
    {
        var cpu = new Argument<string>("CPU") { Description = SpecHelp, Arity = ArgumentArity.ExactlyOne };
        var accel = AccelOption();
        var verb = new Verb("compare", "Tell whether a processor can be had on this host.")
        {
            Notes = "Ends with status 7 when the host lacks a feature.",
            Examples = [new("lodge host cpu compare EPYC-Rome,-svm", "would a VM with it start here?")],
        };
        verb.Add(cpu);
        verb.Add(accel);
        verb.Handler = async (cli, cancellationToken) =>
        {
            var spec = CpuSpecText.Parse(cli.Get(cpu)!);
            var comparison = await cli.Client.CompareCpuAsync(spec, cli.Get(accel), cancellationToken);
            cli.Output.Result(comparison, ApiJson.Default.CpuComparison, () => CpuText.Comparison(comparison, cli.Output.Style));
            return comparison.Missing.Count > 0 ? ExitStatus.HostLacks : ExitStatus.Ok;
        };
        return verb;
    }

    private static Verb Baseline()
    {
        var cpus = new Argument<string[]>("CPU") { Description = SpecHelp, Arity = ArgumentArity.OneOrMore };
        var accel = AccelOption();
        var verb = new Verb("baseline", "Find the best processor that all of several can be.")
        {
            Notes = "A VM with it runs, and migrates, wherever one of the given processors can be had.",
            Examples = [new("lodge host cpu baseline EPYC-Milan EPYC-Rome,-svm", "what both have in common")],
        };
        verb.Add(cpus);
        verb.Add(accel);
        verb.Handler = async (cli, cancellationToken) =>
        {
            var specs = cli.Get(cpus)!.Select(CpuSpecText.Parse).ToArray();
            var baseline = await cli.Client.BaselineCpuAsync(specs, cli.Get(accel), cancellationToken);
            cli.Output.Result(baseline, ApiJson.Default.CpuSpec, () => CpuSpecText.Of(baseline) + "\n");
            return ExitStatus.Ok;
        };
        return verb;
    }

    private static Option<Accelerator?> AccelOption() => Opt.Choice<Accelerator>("--accel", "Under which accelerator; the one that VMs get by default, when left out.");
}
