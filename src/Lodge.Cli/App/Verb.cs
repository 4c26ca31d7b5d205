using System.CommandLine;

namespace Lodge.Cli.App;

/// <summary>A command of the tree, with what help, completion and the program need beyond its grammar.</summary>
internal sealed class Verb : Command
{
    /// <summary>Names the command.</summary>
    /// <param name="name">Its word on the command line.</param>
    /// <param name="summary">One sentence.</param>
    public Verb(string name, string summary)
        : base(name, summary)
    {
    }

    /// <summary>Heading that it stands under in the overview.</summary>
    public VerbGroup Group { get; init; }

    /// <summary>Longer explanation, below the summary; lines are kept as they are.</summary>
    public string? Notes { get; init; }

    /// <summary>Command lines that work as they stand.</summary>
    public IReadOnlyList<Example> Examples { get; init; } = [];

    /// <summary>What the shell offers for the command's arguments.</summary>
    public Completes Completes { get; init; }

    /// <summary>Does the work; null for a command that only holds others.</summary>
    public Func<Invocation, CancellationToken, Task<ExitStatus>>? Handler
    {
        get;
        set
        {
            field = value;
            SetAction(_ => 0);
        }
    }
}

/// <summary>One line to try.</summary>
/// <param name="Line">What to type.</param>
/// <param name="Meaning">What it does.</param>
internal sealed record Example(string Line, string Meaning);

/// <summary>Headings of the overview, in their order.</summary>
internal enum VerbGroup
{
    /// <summary>Making and changing VMs.</summary>
    Define,

    /// <summary>Starting, stopping and what lies between.</summary>
    Run,

    /// <summary>Looking.</summary>
    Watch,

    /// <summary>The host and the program.</summary>
    Host,
}

/// <summary>What an argument can be completed to.</summary>
internal enum Completes
{
    /// <summary>Nothing that is known.</summary>
    Nothing,

    /// <summary>Names of all VMs.</summary>
    AnyVm,

    /// <summary>Names of VMs that have a QEMU.</summary>
    LiveVm,

    /// <summary>Names of stopped VMs.</summary>
    StoppedVm,

    /// <summary>Names of paused VMs.</summary>
    PausedVm,

    /// <summary>Names of images.</summary>
    Image,

    /// <summary>Ids of jobs that go on.</summary>
    Job,

    /// <summary>Names of networks.</summary>
    Network,

    /// <summary>Names of storage pools.</summary>
    Pool,

    /// <summary>Volumes, as POOL/NAME.</summary>
    Volume,

    /// <summary>Names of security groups.</summary>
    SecurityGroup,

    /// <summary>Paths of files.</summary>
    File,

    /// <summary>Names of shells.</summary>
    Shell,
}
