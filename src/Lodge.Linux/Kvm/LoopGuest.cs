using System.Runtime.InteropServices;
using Lodge.Linux.Errors;
using Lodge.Linux.Interop;
using Microsoft.Win32.SafeHandles;

namespace Lodge.Linux.Kvm;

/// <summary>
/// The smallest guest: one page of memory, one vCPU in real mode, and a loop that counts ECX down and halts. Each
/// round is two instructions, so that the number executed is known.
/// </summary>
internal sealed unsafe class LoopGuest : IDisposable
{
    public const int InstructionsPerRound = 2;

    private const int ExitHlt = 5;
    private const int PageSize = 4096;
    private const int CodeAddress = 0x1000;

    // struct kvm_regs: eighteen 64-bit registers; struct kvm_sregs: 312 bytes, CS first.
    private const int RegistersSize = 0x90;
    private const int RcxIndex = 2;
    private const int RipIndex = 16;
    private const int FlagsIndex = 17;
    private const int SpecialRegistersSize = 0x138;
    private const int ExitReasonOffset = 8;

    private readonly SafeFileHandle _vm;
    private readonly SafeFileHandle _vcpu;
    private readonly int _runSize;
    private nint _memory;
    private nint _run;

    public LoopGuest(KvmDevice device)
    {
        _vm = device.CreateVm();
        _vcpu = new SafeFileHandle(); // an invalid one, until the vCPU exists
        try
        {
            // Intel needs three pages of guest address space for itself; any place that is not used will do.
            _ = KvmCalls.Request(_vm, KvmCalls.SetTssAddress, unchecked((nint)0xFFFBD000));
            _memory = Map(PageSize, KvmCalls.MapPrivateAnonymous, -1);
            WriteProgram();
            AddMemory();
            _vcpu = new SafeFileHandle(
                LinuxException.Check(KvmCalls.Request(_vm, KvmCalls.CreateVcpu, 0), "KVM_CREATE_VCPU"), ownsHandle: true);
            _runSize = device.VcpuMapSize();
            using var lease = new HandleLease(_vcpu);
            _run = Map(_runSize, KvmCalls.MapShared, lease.Number);
            SetRealMode();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Runs the loop to its end.</summary>
    /// <exception cref="LinuxException">The kernel refused to run the guest, or it stopped elsewhere.</exception>
    public void Run(uint rounds)
    {
        var registers = stackalloc ulong[RegistersSize / sizeof(ulong)];
        new Span<ulong>(registers, RegistersSize / sizeof(ulong)).Clear();
        registers[RcxIndex] = rounds;
        registers[RipIndex] = CodeAddress;
        registers[FlagsIndex] = 2;

        // SAFETY: the buffer has the size of struct kvm_regs, which the request's number also encodes.
        Check(KvmCalls.Request(_vcpu, KvmCalls.SetRegisters, registers), "KVM_SET_REGS");
        while (KvmCalls.Request(_vcpu, KvmCalls.Run, 0) == -1)
        {
            // A signal to this thread, such as the runtime's own, interrupts the guest; it goes on where it was.
            if (Marshal.GetLastPInvokeError() is not (Errno.EINTR or Errno.EAGAIN))
            {
                throw LinuxException.Last("KVM_RUN");
            }
        }

        // SAFETY: the mapping is that of struct kvm_run, whose exit_reason is the 32-bit field at offset 8.
        var reason = *(uint*)(_run + ExitReasonOffset);
        if (reason != ExitHlt)
        {
            throw new LinuxException(Errno.EIO, $"KVM_RUN (the guest left with reason {reason} instead of halting)");
        }
    }

    public void Dispose()
    {
        _vcpu.Dispose();
        _vm.Dispose();

        // SAFETY: both mappings were made here with these lengths, are unmapped once, and nothing uses them any more.
        if (_run != 0)
        {
            _ = KvmCalls.Unmap(_run, _runSize);
            _run = 0;
        }

        if (_memory != 0)
        {
            _ = KvmCalls.Unmap(_memory, PageSize);
            _memory = 0;
        }
    }

    private void WriteProgram()
    {
        // 66 49: dec ecx; 75 FC: jnz back to it; F4: hlt.
        ReadOnlySpan<byte> program = [0x66, 0x49, 0x75, 0xFC, 0xF4];

        // SAFETY: the mapping has a whole page.
        program.CopyTo(new Span<byte>((void*)_memory, PageSize));
    }

    private void AddMemory()
    {
        var region = new KvmMemoryRegion
        {
            GuestAddress = CodeAddress,
            Size = PageSize,
            UserAddress = (ulong)_memory,
        };

        // SAFETY: a local of the kernel's layout. The memory stays mapped until the VM is closed.
        Check(KvmCalls.Request(_vm, KvmCalls.SetUserMemoryRegion, &region), "KVM_SET_USER_MEMORY_REGION");
    }

    private void SetRealMode()
    {
        var special = stackalloc byte[SpecialRegistersSize];

        // SAFETY: the buffer has the size of struct kvm_sregs. A fresh vCPU is in real mode; only CS, the first
        // segment (64-bit base at 0, selector at 12), points at the reset vector and is moved to 0.
        Check(KvmCalls.Request(_vcpu, KvmCalls.GetSpecialRegisters, special), "KVM_GET_SREGS");
        *(ulong*)special = 0;
        *(ushort*)(special + 12) = 0;
        Check(KvmCalls.Request(_vcpu, KvmCalls.SetSpecialRegisters, special), "KVM_SET_SREGS");
    }

    private static nint Map(nint size, int flags, int descriptor)
    {
        // SAFETY: a new mapping at an address of the kernel's choice; -1 is MAP_FAILED.
        var address = KvmCalls.Map(0, size, KvmCalls.ProtectReadWrite, flags, descriptor, 0);
        return address == -1 ? throw LinuxException.Last("mmap") : address;
    }

    private static void Check(int result, string request) => LinuxException.Check(result, request);
}
