using System.CommandLine;
using Lodge.Cli.App;

namespace Lodge.Cli.Commands.Disks;

/// <summary><c>lodge disk</c></summary>
internal static class DiskCommand
{
    /// <summary>The command.</summary>
    public static Verb Create()
    {
        var verb = new Verb("disk", "Copy, merge and resize disks of VMs while their guests use them.")
        {
            Notes = """
                Each piece of work is a job, and a disk has one at a time. Ctrl-C gives it up, and the disk is as it was.
                A disk goes on in a copy only when the copy holds all that it holds, in one step that nothing can interrupt.
                """.ReplaceLineEndings("\n"),
        };
        verb.Add(DiskWorkCommands.Copy());
        verb.Add(DiskWorkCommands.Pull());
        verb.Add(DiskWorkCommands.Commit());
        verb.Add(DiskWorkCommands.Resize());
        verb.Add(DiskJobCommands.Jobs());
        verb.Add(DiskJobCommands.Rate());
        verb.Add(DiskJobCommands.Pivot());
        verb.Add(DiskJobCommands.Cancel());
        return verb;
    }

    /// <summary>Names a disk.</summary>
    public static Argument<string> Disk() => new("DISK") { Description = "Name of the disk, such as vda.", Arity = ArgumentArity.ExactlyOne };
}
