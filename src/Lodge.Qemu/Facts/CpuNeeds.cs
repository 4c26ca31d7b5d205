using Lodge.Model.Vms.Compute;

namespace Lodge.Qemu.Facts;

/// <summary>Whether a definition can only be understood by knowing the host's processors, which may take a probe.</summary>
internal static class CpuNeeds
{
    /// <summary>Whether it is so.</summary>
    public static bool HostModels(CpuDefinition cpu) =>
        cpu is { Features.Count: > 0 } or { Match: CpuMatch.Minimum or CpuMatch.Strict } or { AllowFallback: false }
        || cpu is { Mode: CpuMode.HostModel, Model: null };
}
