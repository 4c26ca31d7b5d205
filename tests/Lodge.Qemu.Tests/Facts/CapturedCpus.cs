using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Lodge.Model.Host;
using Lodge.Model.Vms;
using Lodge.Qemu.Facts;
using Lodge.Qmp.Commands;
using CpuDefinition = Lodge.Qmp.Commands.CpuDefinition;

namespace Lodge.Qemu.Tests.Facts;

/// <summary>What QEMU 7.2 answered about some of its models under TCG: a line of query-cpu-definitions, a line of the static expansion, in turns.</summary>
internal static class CapturedCpus
{
    public static HostCpuModels Tcg { get; } = Read("cpu-models-7.2-tcg.jsonl");

    private static HostCpuModels Read(string name, [CallerFilePath] string source = "")
    {
        var lines = File.ReadAllLines(Path.Combine(Path.GetDirectoryName(source)!, "Golden", name));
        return CpuExpansions.Read(Accelerator.Tcg, [.. lines.Chunk(2).Select(pair => (Definition(pair[0]), Expansion(pair[1])))]);
    }

    private static CpuDefinition Definition(string line)
    {
        var json = JsonNode.Parse(line)!;
        return new CpuDefinition(
            (string)json["name"]!,
            (string)json["typename"]!,
            (bool)json["static"]!,
            (bool)json["deprecated"]!,
            UnavailableFeatures: [.. json["unavailable-features"]!.AsArray().Select(name => (string)name!)],
            AliasOf: (string?)json["alias-of"]);
    }

    private static CpuModel Expansion(string line) =>
        new("base", JsonDocument.Parse(line).RootElement.GetProperty("model").GetProperty("props"));
}
