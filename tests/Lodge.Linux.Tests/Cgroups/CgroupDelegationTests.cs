using Lodge.Linux.Cgroups;

namespace Lodge.Linux.Tests.Cgroups;

/// <summary>
/// Version 2 delegation on plain files in place of the kernel's: which are written, with what, in which order of need.
/// A plain file keeps the last write only, so each case hands on one controller.
/// </summary>
public sealed class CgroupDelegationTests : IDisposable
{
    private readonly string _base = Directory.CreateTempSubdirectory("lodge-cgroup-").FullName;

    [Fact]
    public void A_daemon_below_the_root_moves_into_a_leaf_and_hands_controllers_on()
    {
        var place = MakeGroups(hasType: true, enabled: "");
        Directory.CreateDirectory(Path.Combine(_base, "lodge-daemon"));
        File.WriteAllText(Path.Combine(_base, "lodge-daemon", "cgroup.procs"), "");
        var notes = new List<string>();

        var result = CgroupDelegation.HandOn(new CgroupHierarchy(2, _base, ["memory"]), place, notes);

        Assert.Equal("0", File.ReadAllText(Path.Combine(_base, "lodge-daemon", "cgroup.procs")));
        Assert.All(place.Prepend(""), folder => Assert.Equal("+memory", ReadControl(folder)));
        Assert.Equal(["memory"], result.Controllers);
        Assert.Empty(notes);
    }

    [Fact]
    public void A_daemon_in_the_root_group_or_with_controllers_on_already_stays_where_it_is()
    {
        CgroupDelegation.HandOn(new CgroupHierarchy(2, _base, ["memory"]), MakeGroups(hasType: false, enabled: ""), []);
        Assert.False(Directory.Exists(Path.Combine(_base, "lodge-daemon")));

        CgroupDelegation.HandOn(new CgroupHierarchy(2, _base, ["memory"]), MakeGroups(true, "cpu memory\n"), []);
        Assert.False(Directory.Exists(Path.Combine(_base, "lodge-daemon")));
    }

    [Fact]
    public void A_controller_that_cannot_be_handed_on_is_a_note_and_not_counted_on()
    {
        var place = MakeGroups(hasType: false, enabled: "memory\n");
        File.Delete(Path.Combine(_base, place[1], "cgroup.subtree_control"));
        var notes = new List<string>();

        var result = CgroupDelegation.HandOn(new CgroupHierarchy(2, _base, ["memory"]), place, notes);

        Assert.Empty(result.Controllers);
        Assert.Contains("memory not available because", Assert.Single(notes), StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_base, recursive: true);

    private string ReadControl(string folder) => File.ReadAllText(Path.Combine(_base, folder, "cgroup.subtree_control"));

    private string[] MakeGroups(bool hasType, string enabled)
    {
        string[] place = ["lodge", "lodge/instance"];
        foreach (var folder in place.Prepend(""))
        {
            Directory.CreateDirectory(Path.Combine(_base, folder));
            File.WriteAllText(Path.Combine(_base, folder, "cgroup.subtree_control"), enabled);
        }

        File.Delete(Path.Combine(_base, "cgroup.type"));
        if (hasType)
        {
            File.WriteAllText(Path.Combine(_base, "cgroup.type"), "domain\n");
        }

        return place;
    }
}
