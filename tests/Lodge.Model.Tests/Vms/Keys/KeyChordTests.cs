using Lodge.Model.Errors;
using Lodge.Model.Vms.Keys;

namespace Lodge.Model.Tests.Vms.Keys;

public sealed class KeyChordTests
{
    [Theory]
    [InlineData("ctrl-alt-del", "ctrl alt delete")]
    [InlineData("Ctrl+Alt+F2", "ctrl alt f2")]
    [InlineData("control-altgr-win", "ctrl alt_r meta_l")]
    [InlineData("KEY_LEFTCTRL-key_enter-leftshift", "ctrl ret shift")]
    [InlineData("1", "1")]
    [InlineData("minus", "minus")]
    [InlineData("kp_enter", "kp_enter")]
    public void Names_of_QEMU_people_and_Linux_are_understood_in_any_case(string text, string keys) =>
        Assert.Equal(keys, string.Join(' ', KeyChord.Parse(text, KeyCodeSet.Names).Keys));

    // Ctrl, the cursor key up, and A: a plain key, an extended one, and a letter in every set.
    [Theory]
    [InlineData(KeyCodeSet.Linux, "29-103-30")]
    [InlineData(KeyCodeSet.Linux, "KEY_LEFTCTRL-KEY_UP-0x1e")]
    [InlineData(KeyCodeSet.Xt, "29-0x148-30")]
    [InlineData(KeyCodeSet.XtKeyboard, "29-328-30")]
    [InlineData(KeyCodeSet.AtSet1, "0x1d-0xe048-0x1e")]
    [InlineData(KeyCodeSet.AtSet2, "0x14-0xe075-0x1c")]
    [InlineData(KeyCodeSet.AtSet3, "0x11-0x63-0x1c")]
    [InlineData(KeyCodeSet.OsX, "0x3b-0x7e-0")]
    [InlineData(KeyCodeSet.Usb, "224-82-4")]
    [InlineData(KeyCodeSet.Win32, "0x11-0x26-0x41")]
    [InlineData(KeyCodeSet.Win32, "0xa2-0x26-0x41")]
    [InlineData(KeyCodeSet.Qnum, "0x1d-0xc8-0x1e")]
    public void Numbers_mean_the_same_keys_in_every_set(KeyCodeSet set, string text) =>
        Assert.Equal(["ctrl", "up", "a"], KeyChord.Parse(text, set).Keys);

    [Theory]
    [InlineData("ctrl-alt-dell", KeyCodeSet.Names, "There is no key 'dell'.", "Did you mean 'del'?")]
    [InlineData("ctrl--a", KeyCodeSet.Names, "lacks a key", "Join keys by '-'")]
    [InlineData("29", KeyCodeSet.Names, "There is no key '29'.", "by a code set")]
    [InlineData("99999", KeyCodeSet.Linux, "There is no key '99999'.", "Join keys")]
    [InlineData("ctrl", KeyCodeSet.Usb, "'ctrl' in 'ctrl' is not the number of a key", "ctrl-alt-del")]
    [InlineData("a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a", KeyCodeSet.Names, "17 keys", "one after the other")]
    public void Unknown_keys_are_refused_with_a_remedy(string text, KeyCodeSet set, string message, string remedy)
    {
        var error = Assert.Throws<LodgeException>(() => KeyChord.Parse(text, set)).Error;
        Assert.Equal(ErrorCode.InvalidArgument, error.Code);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Contains(remedy, error.Remedy, StringComparison.Ordinal);
    }
}
