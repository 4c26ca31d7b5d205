using System.Text.Json;
using Lodge.Model.Host;
using Lodge.Model.Vms;
using Lodge.Qmp.Commands;
using CpuDefinition = Lodge.Qmp.Commands.CpuDefinition;

namespace Lodge.Qemu.Facts;

/// <summary>
/// Makes sense of QEMU's expansions of processor models. A static expansion is the model <c>base</c> with every
/// feature on or off, by its one canonical name (x86_cpu_static_props in target/i386/cpu.c of QEMU's tree).
/// </summary>
internal static class CpuExpansions
{
    // These are no models but what the accelerator has.
    private const string OfKvm = "host";
    private const string OfTcg = "max";

    /// <summary>The models of one accelerator.</summary>
    /// <param name="accel">The accelerator that QEMU ran with.</param>
    /// <param name="models">Each model as listed, and as expanded.</param>
    public static HostCpuModels Read(Accelerator accel, IReadOnlyList<(CpuDefinition Definition, CpuModel Expansion)> models)
    {
        var names = new Dictionary<string, string>();
        var host = models.First(model => model.Definition.Name == (accel == Accelerator.Kvm ? OfKvm : OfTcg));
        return new HostCpuModels
        {
            Accel = accel,
            Host = Read(host.Definition, host.Expansion, names),
            Models =
            [
                .. models.Where(model => model.Definition.Name is not (OfKvm or OfTcg))
                    .Select(model => Read(model.Definition, model.Expansion, names))
                    .OrderBy(model => model.Name, StringComparer.OrdinalIgnoreCase),
            ],
            KnownFeatures = [.. Features(host.Expansion, _ => true).Order(StringComparer.Ordinal)],
        };
    }

    // The same few hundred names come with each of the models; one string each will do.
    private static CpuModelInfo Read(CpuDefinition definition, CpuModel expansion, Dictionary<string, string> names) => new()
    {
        Name = definition.Name,
        AliasOf = definition.AliasOf,
        Deprecated = definition.Deprecated,
        Missing = [.. (definition.UnavailableFeatures ?? []).Distinct().Select(name => Pooled(name, names))],
        Vendor = Pooled(Text(expansion, "vendor"), names),
        Family = Number(expansion, "family"),
        Model = Number(expansion, "model"),
        Features = [.. Features(expansion, isOn => isOn).Select(name => Pooled(name, names)).Order(StringComparer.Ordinal)],
    };

    private static string Pooled(string name, Dictionary<string, string> names) =>
        names.TryGetValue(name, out var known) ? known : names[name] = name;

    private static IEnumerable<string> Features(CpuModel model, Func<bool, bool> counts) =>
        model.Props is not { ValueKind: JsonValueKind.Object } props
            ? []
            : props.EnumerateObject()
                .Where(property => property.Value.ValueKind is JsonValueKind.True or JsonValueKind.False
                    && counts(property.Value.ValueKind == JsonValueKind.True))
                .Select(property => property.Name);

    private static string Text(CpuModel model, string name) =>
        model.Props is { } props && props.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    private static int Number(CpuModel model, string name) =>
        model.Props is { } props && props.TryGetProperty(name, out var value) && value.TryGetInt32(out var number) ? number : 0;
}
