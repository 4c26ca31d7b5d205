using System.Runtime.InteropServices;

namespace Lodge.Linux.Processes;

/// <summary>A descriptor for the new process.</summary>
/// <param name="Source">What is passed on; this process keeps its own.</param>
/// <param name="Target">Its number over there, 3 to 255, each used once.</param>
public sealed record PassedDescriptor(SafeHandle Source, int Target);

/// <summary>A program to be started.</summary>
public sealed record SpawnRequest
{
    /// <summary>The program, as an absolute path: no search happens.</summary>
    public required string Executable { get; init; }

    /// <summary>Its arguments, without the program's name, which is put in front.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Its whole environment: nothing of this process's is added.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>The folder it starts in; null stays in this process's.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>Where its standard output and error go; null is /dev/null. Standard input is always /dev/null.</summary>
    public SafeHandle? Output { get; init; }

    /// <summary>Where its standard error goes; null is where its output goes.</summary>
    public SafeHandle? Errors { get; init; }

    /// <summary>Descriptors for it. All others are closed there.</summary>
    public IReadOnlyList<PassedDescriptor> Descriptors { get; init; } = [];
}
