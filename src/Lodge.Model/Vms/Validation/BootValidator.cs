using System.Text;

namespace Lodge.Model.Vms.Validation;

/// <summary>Kernel, initramfs, command line, firmware.</summary>
internal static class BootValidator
{
    // COMMAND_LINE_SIZE of Linux on x86 is 2048 with the closing zero.
    private const int CommandLineLimit = 2047;

    public static IEnumerable<Flaw> Check(VmDefinition definition)
    {
        var boot = definition.Boot;
        if (boot.Kernel is null && (boot.Initrd ?? boot.CommandLine) is not null)
        {
            yield return new Flaw("boot.kernel", "is missing, while an initrd or a command line for it is given");
        }

        foreach (var (field, path) in new[] { ("boot.kernel", boot.Kernel), ("boot.initrd", boot.Initrd) })
        {
            if (path is not null && PathProblem(path) is { } problem)
            {
                yield return new Flaw(field, problem);
            }
        }

        if (boot.CommandLine is { } line && (Encoding.UTF8.GetByteCount(line) > CommandLineLimit || line.Any(char.IsControl)))
        {
            yield return new Flaw("boot.commandLine", $"must be one line of at most {CommandLineLimit} bytes");
        }
    }

    /// <summary>What is wrong with a path on the host; null when nothing is.</summary>
    public static string? PathProblem(string path) => path switch
    {
        "" => "must not be empty",
        _ when path[0] != '/' => $"must be an absolute path, and is '{path}'",
        _ when path.Any(char.IsControl) => "must not contain control characters",
        { Length: > 4095 } => "must have at most 4095 characters",
        _ => null,
    };
}
