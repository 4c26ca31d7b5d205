using System.Runtime.InteropServices;
using Lodge.Linux.Errors;
using Lodge.Linux.Interop;
using Microsoft.Win32.SafeHandles;

namespace Lodge.Linux.Processes;

/// <summary>What a new process does with descriptors and its folder between its birth and its program.</summary>
internal sealed unsafe class SpawnActions : IDisposable
{
    private const int FirstTarget = 3;
    private const int LastTarget = 255;

    /// <summary>Copies of the sources start here, so that no target ever overwrites a source still to be passed.</summary>
    private const int FirstCopy = 512;

    private readonly List<SafeFileHandle> _copies = [];
    private void* _actions;

    public SpawnActions(SpawnRequest request)
    {
        var targets = CheckedTargets(request.Descriptors);

        // SAFETY: zeroed native memory larger than posix_spawn_file_actions_t (80 bytes in glibc), freed in Dispose
        // after libc has released what it keeps in it.
        _actions = NativeMemory.AllocZeroed(ProcessCalls.OpaqueSize);
        try
        {
            Check(ProcessCalls.ActionsInit(_actions));
            if (request.WorkingDirectory is { } folder)
            {
                Check(ProcessCalls.ActionsAddChdir(_actions, folder));
            }

            AddStandardStreams(request.Output, request.Errors);
            foreach (var passed in request.Descriptors)
            {
                Check(ProcessCalls.ActionsAddDup2(_actions, Copy(passed.Source), passed.Target));
            }

            CloseOthers(targets);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The posix_spawn_file_actions_t, valid until dispose.</summary>
    public void* Pointer => _actions;

    public void Dispose()
    {
        if (_actions is not null)
        {
            _ = ProcessCalls.ActionsDestroy(_actions);
            NativeMemory.Free(_actions);
            _actions = null;
        }

        _copies.ForEach(copy => copy.Dispose());
        _copies.Clear();
    }

    private static HashSet<int> CheckedTargets(IReadOnlyList<PassedDescriptor> descriptors)
    {
        var targets = new HashSet<int>();
        foreach (var passed in descriptors)
        {
            if (passed.Target is < FirstTarget or > LastTarget)
            {
                throw new ArgumentException($"Descriptor {passed.Target} is not between {FirstTarget} and {LastTarget}.");
            }

            if (!targets.Add(passed.Target))
            {
                throw new ArgumentException($"Descriptor {passed.Target} is given twice.");
            }
        }

        return targets;
    }

    private void AddStandardStreams(SafeHandle? output, SafeHandle? errors)
    {
        Check(ProcessCalls.ActionsAddOpen(_actions, 0, "/dev/null", 0, 0));
        if (output is null)
        {
            Check(ProcessCalls.ActionsAddOpen(_actions, 1, "/dev/null", 1, 0));
        }
        else
        {
            Check(ProcessCalls.ActionsAddDup2(_actions, Copy(output), 1));
        }

        Check(ProcessCalls.ActionsAddDup2(_actions, errors is null ? 1 : Copy(errors), 2));
    }

    /// <summary>
    /// Descriptors that this process got from its own parent may lack close-on-exec; so all that is not passed is
    /// closed by number. Closing one that is not open is no error here.
    /// </summary>
    private void CloseOthers(HashSet<int> targets)
    {
        var last = targets.Count == 0 ? FirstTarget - 1 : targets.Max();
        for (var number = FirstTarget; number < last; number++)
        {
            if (!targets.Contains(number))
            {
                Check(ProcessCalls.ActionsAddClose(_actions, number));
            }
        }

        Check(ProcessCalls.ActionsAddCloseFrom(_actions, last + 1));
    }

    private int Copy(SafeHandle source)
    {
        var number = LinuxException.Check(
            FileCalls.Fcntl(source, FileCalls.DupFdCloseOnExec, FirstCopy), "fcntl(F_DUPFD_CLOEXEC)");
        _copies.Add(new SafeFileHandle(number, ownsHandle: true));
        return number;
    }

    private static void Check(int error)
    {
        if (error != 0)
        {
            throw new LinuxException(error, "posix_spawn_file_actions");
        }
    }
}
