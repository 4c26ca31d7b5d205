using System.Text.Json;
using System.Text.Json.Serialization;
using Lodge.Linux.Files;
using Lodge.Model.Host;
using Lodge.Model.Vms;

namespace Lodge.Qemu.Facts;

/// <summary>What a probe of the processors found, kept over restarts of the daemon. Anything odd about it means: probe again.</summary>
internal sealed class CpuModelsCache(QemuOptions options)
{
    /// <summary>The kept models of this fingerprint; null when there are none.</summary>
    public HostCpuModels? Read(Accelerator accel, string fingerprint)
    {
        try
        {
            var kept = JsonSerializer.Deserialize(File.ReadAllBytes(PathOf(accel)), CpuModelsJson.Default.KeptCpuModels);
            return kept?.Fingerprint == fingerprint ? kept.Models : null;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Keeps models.</summary>
    /// <exception cref="IOException">They cannot be written; nothing but time is lost by that.</exception>
    public Task WriteAsync(string fingerprint, HostCpuModels models, CancellationToken cancellationToken) => DurableFile.WriteAtomicallyAsync(
        PathOf(models.Accel),
        JsonSerializer.SerializeToUtf8Bytes(new KeptCpuModels(fingerprint, models), CpuModelsJson.Default.KeptCpuModels),
        cancellation: cancellationToken);

    private string PathOf(Accelerator accel) =>
        Path.Combine(options.StateFolder, accel == Accelerator.Kvm ? "cpu-models-kvm.json" : "cpu-models-tcg.json");
}

/// <summary>Models with the fingerprint of QEMU, kernel and processor that they were found with.</summary>
internal sealed record KeptCpuModels(string Fingerprint, HostCpuModels Models);

/// <summary>JSON of kept models.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(KeptCpuModels))]
internal sealed partial class CpuModelsJson : JsonSerializerContext;
