using Lodge.Linux.Errors;
using Lodge.Linux.Files;
using Lodge.Model.Errors;
using Lodge.Model.Vms.Platform;
using Lodge.Qemu.Images;
using Lodge.Qemu.Planning.Concerns;

namespace Lodge.Qemu.Checks;

/// <summary>The trusted platform module and the socket between guest and host: what does their work must be there.</summary>
internal static class TpmCheck
{
    /// <summary>swtpm, or the TPM of the host.</summary>
    public static Task Tpm(CheckContext context, CancellationToken cancellationToken)
    {
        if (context.Definition.Tpm is not { } tpm)
        {
            return Task.CompletedTask;
        }

        if (context.Definition.Machine.Type == MachineType.Microvm)
        {
            throw new LodgeException(ErrorCode.Unsupported, "A microvm has no TPM.", "Use the machine type 'q35', or leave tpm out.");
        }

        if (tpm.Host is { } host)
        {
            RequireDevice(host, "tpm.host", "a TPM", "Name a TPM of the host such as /dev/tpm0, or leave tpm.host out for one in software.");
        }
        else
        {
            _ = context.Programs.RequireSwtpm();
        }

        return Task.CompletedTask;
    }

    /// <summary>The kernel's part of vsock.</summary>
    public static Task Vsock(CheckContext context, CancellationToken cancellationToken)
    {
        if (context.Definition.Vsock is not null)
        {
            RequireDevice(
                VsockArguments.Device, "vsock", "the host's side of vsock", "Load the kernel's module (modprobe vhost_vsock), or leave vsock out.");
        }

        return Task.CompletedTask;
    }

    private static void RequireDevice(string path, string role, string what, string remedy)
    {
        try
        {
            if (FileIdentity.Of(path).Kind == FileKind.CharacterDevice)
            {
                return;
            }
        }
        catch (LinuxException failure) when (failure.Name != "ENOENT")
        {
            throw FileTrouble.Of(failure, path, role);
        }
        catch (LinuxException missing)
        {
            throw new LodgeException(ErrorCode.Unsupported, $"'{path}' ({role}), {what}, does not exist on this host.", remedy, missing);
        }

        throw new LodgeException(ErrorCode.BadFile, $"'{path}' ({role}) is not a character device.", remedy);
    }
}
