using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using Lodge.Linux.Descriptors;
using Lodge.Linux.Errors;
using Lodge.Linux.Files;
using Lodge.Linux.Interop;
using Lodge.Linux.Processes;
using Lodge.Linux.Security;
using Lodge.Model.Host;
using Microsoft.Win32.SafeHandles;

namespace Lodge.Linux.Launch;

/// <summary>A program that runs, confined.</summary>
/// <param name="Process">The process; the owner disposes it.</param>
/// <param name="Security">How it is confined.</param>
public sealed record LaunchedProcess(ProcessHandle Process, SecurityReport Security);

/// <summary>Starts programs through lodge-launch, which confines itself and then becomes them.</summary>
/// <param name="shimPath">Where lodge-launch is.</param>
/// <param name="spawner">Starts it.</param>
/// <param name="watcher">Notices when it has become the program.</param>
public sealed class ShimLauncher(string shimPath, Spawner spawner, PidFdWatcher watcher)
{
    private const int LongestRefusal = 16 * 1024;

    private static readonly Dictionary<string, string> s_shimEnvironment = new() { ["PATH"] = "/usr/sbin:/usr/bin:/sbin:/bin" };

    /// <summary>Launches a plan; completes when the program has been executed.</summary>
    /// <param name="plan">What to do.</param>
    /// <param name="descriptors">The descriptors that the plan lists.</param>
    /// <param name="output">Where the program's standard output and error go; null is /dev/null.</param>
    /// <param name="cancellation">Ends the launch; the half-launched process is killed.</param>
    /// <exception cref="LaunchFailedException">The program was not executed.</exception>
    public async Task<LaunchedProcess> LaunchAsync(
        LaunchPlan plan, IReadOnlyList<PassedDescriptor> descriptors, SafeHandle? output,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(plan);
        using var planFile = MemFd.CreateSealed("lodge-plan", PlanEnvelope.Write(plan));
        var process = await LaunchPlanFileAsync(planFile, descriptors, output, cancellation, plan.CgroupProcsFiles.LastOrDefault())
            .ConfigureAwait(false);
        return new LaunchedProcess(process, SecurityReports.Of(plan, Landlock.Probe()));
    }

    /// <summary>Launches whatever the plan file holds.</summary>
    /// <param name="planFile">The plan.</param>
    /// <param name="descriptors">The descriptors that it lists.</param>
    /// <param name="output">Where standard output and error go.</param>
    /// <param name="cancellation">Ends the launch.</param>
    /// <param name="procsFile">A control group that the process is to join: see <see cref="BeginJoining"/>.</param>
    internal async Task<ProcessHandle> LaunchPlanFileAsync(
        SafeHandle planFile, IReadOnlyList<PassedDescriptor> descriptors, SafeHandle? output,
        CancellationToken cancellation, string? procsFile = null)
    {
        var (statusReader, statusWriter) = Pipe.Create();
        using var reader = statusReader;
        ProcessHandle process;
        using (statusWriter)
        {
            process = Spawn(descriptors, output, planFile, statusWriter);
        }

        var joining = procsFile is null ? Task.CompletedTask : Task.Run(() => BeginJoining(procsFile, process.Pid), CancellationToken.None);
        try
        {
            var status = await ReadToEndAsync(statusReader, cancellation).ConfigureAwait(false);
            return status.AsSpan().SequenceEqual(LaunchStatus.AboutToExecute)
                ? process
                : throw new LaunchFailedException(await RefusalAsync(status, process, cancellation).ConfigureAwait(false));
        }
        catch
        {
            process.Signal(Signals.Kill);
            process.Dispose();
            throw;
        }
        finally
        {
            await joining.ConfigureAwait(false);
        }
    }

    /// <summary>
    /// A process that joins a control group waits until all processors have passed a point of rest: the kernel takes
    /// cgroup_threadgroup_rwsem for writing, some 10 ms, and next to nothing for those that follow soon. Begun here,
    /// that wait passes while lodge-launch is still starting.
    /// </summary>
    private static void BeginJoining(string procsFile, int pid)
    {
        try
        {
            KernelFile.Write(procsFile, Number(pid));
        }
        catch (LinuxException)
        {
            // lodge-launch joins all groups by itself in any case, and it is its failure that counts.
            return;
        }
    }

    private ProcessHandle Spawn(
        IReadOnlyList<PassedDescriptor> descriptors, SafeHandle? output, SafeHandle planFile, SafeHandle status)
    {
        try
        {
            return spawner.Spawn(new SpawnRequest
            {
                Executable = shimPath,
                Arguments = [Number(LaunchDescriptors.Plan), Number(LaunchDescriptors.Status)],
                Environment = s_shimEnvironment,
                WorkingDirectory = "/",
                Output = output,
                Descriptors =
                [
                    .. descriptors,
                    new PassedDescriptor(planFile, LaunchDescriptors.Plan),
                    new PassedDescriptor(status, LaunchDescriptors.Status),
                ],
            });
        }
        catch (LinuxException failure)
        {
            throw new LaunchFailedException(
                new LaunchRefusal("spawn", $"lodge-launch could not be started: {failure.Message}"), failure);
        }
    }

    private async Task<byte[]> ReadToEndAsync(SafeFileHandle pipe, CancellationToken cancellation)
    {
        var status = new List<byte>();
        while (true)
        {
            await watcher.WaitReadableAsync(pipe, cancellation).ConfigureAwait(false);
            var chunk = ReadChunk(pipe);
            if (chunk.Length == 0)
            {
                return [.. status];
            }

            // Past the limit the pipe is still read to its end, so that the end is known.
            status.AddRange(chunk.AsSpan(0, Math.Min(chunk.Length, LongestRefusal - status.Count)));
        }
    }

    private static unsafe byte[] ReadChunk(SafeFileHandle pipe)
    {
        Span<byte> buffer = stackalloc byte[1024];
        while (true)
        {
            // SAFETY: the buffer is on this stack frame and its own length is passed.
            fixed (byte* bytes = buffer)
            {
                var length = FileCalls.Read(pipe, bytes, buffer.Length);
                if (length >= 0)
                {
                    return buffer[..(int)length].ToArray();
                }
            }

            var failure = LinuxException.Last("read", "status pipe");
            if (failure.Errno != Errno.EINTR)
            {
                throw failure;
            }
        }
    }

    private static async Task<LaunchRefusal> RefusalAsync(
        byte[] status, ProcessHandle process, CancellationToken cancellation)
    {
        if (status.Length > 0)
        {
            return ParseRefusal(status);
        }

        process.Signal(Signals.Kill);
        var exit = await process.WaitForExitAsync(cancellation).ConfigureAwait(false);
        return new LaunchRefusal("shim", $"lodge-launch ended by itself without a reason ({exit}); see the VM's log.");
    }

    private static LaunchRefusal ParseRefusal(byte[] status)
    {
        try
        {
            return JsonSerializer.Deserialize(status, LaunchJson.Default.LaunchRefusal)
                ?? new LaunchRefusal("status", "lodge-launch gave no reason.");
        }
        catch (JsonException)
        {
            return new LaunchRefusal("status", "lodge-launch gave a reason that cannot be read; see the VM's log.");
        }
    }

    private static string Number(int descriptor) => descriptor.ToString(CultureInfo.InvariantCulture);
}
