using Lodge.Model.Vms.Devices;

namespace Lodge.Model.Vms.Validation;

/// <summary>A place in the JSON of a definition, where flaws are noted down. All places of one check share their flaws.</summary>
internal sealed class Place
{
    private readonly string _path;
    private readonly List<Flaw> _flaws;

    private Place(string path, List<Flaw> flaws) => (_path, _flaws) = (path, flaws);

    /// <summary>The definition itself, without flaws yet.</summary>
    public static Place Root() => new("", []);

    /// <summary>Where this is, such as <c>disks[0].throttle</c>; empty for the definition itself.</summary>
    public string Path => _path;

    /// <summary>All flaws so far, in the order of noting.</summary>
    public IReadOnlyList<Flaw> Flaws => _flaws;

    /// <summary>A part of this place, such as <c>source</c> or <c>disks[0].source</c>.</summary>
    public Place In(string part) => new(Join(part), _flaws);

    /// <summary>The entries of a list, each with its place.</summary>
    public IEnumerable<(Place Place, T Item)> Each<T>(string list, IReadOnlyList<T>? items) =>
        items.OrEmpty().Select((item, index) => (In($"{list}[{index}]"), item));

    /// <summary>Notes a flaw.</summary>
    /// <param name="field">Which field of this place; empty for the place itself.</param>
    /// <param name="problem">Words that follow the field's path.</param>
    public void Add(string field, string problem) => _flaws.Add(new Flaw(Join(field), problem));

    /// <summary>Notes a flaw when there is one.</summary>
    public void AddIf(bool flawed, string field, string problem)
    {
        if (flawed)
        {
            Add(field, problem);
        }
    }

    private string Join(string part) => (_path, part) switch
    {
        (_, "") => _path,
        ("", _) => part,
        _ => $"{_path}.{part}",
    };
}
