using Lodge.Qemu.Meters;

namespace Lodge.Qemu.Tests.Meters;

public class MemoryProbeTests
{
    // As QEMU 7.2 prints "xp /11xb 0xffff0".
    private const string Printed = "00000000000ffff0: 0xea 0x5b 0xe0 0x00 0xf0 0x30 0x36 0x2f\r\n00000000000ffff8: 0x32 0x33 0x2f\r\n";

    [Theory]
    [InlineData(Printed, 11)]
    [InlineData("0000000000001000: 0xea 0x5b\r\n0000000000001002: Cannot access memory\r\n", 2)]
    [InlineData("Cannot access memory\r\n", 0)]
    public void Bytes_are_read_up_to_the_first_that_is_none(string printed, int count)
    {
        var memory = new byte[11];
        Assert.Equal(count, MemoryProbe.Read(printed, memory));
        Assert.Equal(Convert.FromHexString("EA5BE000F030362F32332F")[..count], memory[..count]);
    }
}
