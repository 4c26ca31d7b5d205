using System.Globalization;

namespace Lodge.Libvirt.Generator.Tables;

/// <summary>
/// Reads a table. A line without indentation declares something, indented lines below it say more about it; <c>#</c>
/// begins a comment. Every mistake is noted, and reading goes on with the next line.
/// </summary>
internal sealed class TableParser
{
    private readonly string _file;
    private readonly ProgramTable _table = new();
    private Action<string[]> _detail;
    private int _line;

    private TableParser(string file)
    {
        _file = file;
        _detail = _ => Wrong("An indented line needs a declaration above it.");
    }

    private Place Here => new(_file, _line);

    /// <summary>Reads a whole file.</summary>
    public static ProgramTable Parse(string file, string text)
    {
        var parser = new TableParser(file);
        foreach (var line in text.Split('\n'))
        {
            parser._line++;
            parser.Read(line);
        }

        return parser._table;
    }

    private void Read(string line)
    {
        var words = line.Split(new[] { ' ' }, StringSplitOptions.RemoveEmptyEntries);
        if (words.Length == 0 || words[0].StartsWith("#", StringComparison.Ordinal))
        {
            return;
        }

        if (line[0] == ' ')
        {
            _detail(words);
        }
        else
        {
            Declare(words);
        }
    }

    private void Declare(string[] words)
    {
        _detail = _ => Wrong("This declaration takes no indented lines.");
        switch (words[0], words.Length)
        {
            case ("program", 4) when Number(words[2], out var number) && Number(words[3], out var version):
                (_table.Name, _table.Number, _table.Version) = (words[1], number, version);
                break;
            case ("limit", 3) when words[1] == "string" && Number(words[2], out var limit):
                _table.StringLimit = (int)limit;
                break;
            case ("struct", 2):
                DeclareStruct(words[1]);
                break;
            case ("union", 2):
                DeclareUnion(words[1]);
                break;
            case ("enum", 2):
                DeclareEnum(words[1]);
                break;
            case ("call", 4) when Number(words[1], out var call):
                DeclareProcedure(new Procedure((int)call, words[2], words[3], IsEvent: false, Here));
                break;
            case ("event", 3) when Number(words[1], out var @event):
                DeclareProcedure(new Procedure((int)@event, words[2], "", IsEvent: true, Here));
                break;
            default:
                Wrong($"'{string.Join(" ", words)}' is no declaration.");
                break;
        }
    }

    private void DeclareStruct(string name)
    {
        var fields = new List<Field>();
        _table.Structs.Add(new StructType(name, fields, Here));
        _detail = words => AddField(words, 0, fields);
    }

    private void DeclareUnion(string name)
    {
        var arms = new List<(int, Field)>();
        _table.Unions.Add(new UnionType(name, arms, Here));
        _detail = words =>
        {
            var fields = new List<Field>();
            if (!Number(words[0], out var number))
            {
                Wrong("An arm of a union begins with its number.");
            }
            else if (AddField(words, 1, fields))
            {
                arms.Add(((int)number, fields[0]));
            }
        };
    }

    private void DeclareEnum(string name)
    {
        var members = new List<(int, string)>();
        _table.Enums.Add(new EnumType(name, members, Here));
        _detail = words =>
        {
            if (words.Length == 2 && Number(words[0], out var number))
            {
                members.Add(((int)number, words[1]));
            }
            else
            {
                Wrong("A member of an enumeration is a number and a name.");
            }
        };
    }

    private void DeclareProcedure(Procedure procedure)
    {
        _table.Procedures.Add(procedure);
        _detail = words => Describe(procedure, words);
    }

    private void Describe(Procedure procedure, string[] words)
    {
        switch (words[0], words.Length)
        {
            case ("in", 3):
                AddField(words, 1, procedure.In);
                break;
            case ("out", 3):
                AddField(words, 1, procedure.Out);
                break;
            case ("priority", 2) when words[1] == "high":
                procedure.HighPriority = true;
                break;
            case ("readonly", 2) when words[1] == "denied":
                procedure.Denied = true;
                break;
            case ("readonly", 4) when words[1] == "denied-if" && Number(words[3], out var bits):
                procedure.DeniedIf = (words[2], bits);
                break;
            case ("stream", 2) when words[1] is "read" or "write" or "both":
                procedure.Stream = words[1];
                break;
            case ("descriptors", 2) when words[1] is "call" or "reply" or "both":
                procedure.Descriptors = words[1];
                break;
            case ("acl", >= 2):
                break; // Who may call: facts for the access rules, not for the wire.
            default:
                Wrong($"'{string.Join(" ", words)}' says nothing about a procedure.");
                break;
        }
    }

    private bool AddField(string[] words, int from, List<Field> fields)
    {
        var type = words.Length == from + 2 ? WireType.Parse(words[from + 1]) : null;
        if (type is null)
        {
            Wrong("A field is a name and a type.");
            return false;
        }

        fields.Add(new Field(words[from], type));
        return true;
    }

    private void Wrong(string message) => _table.Errors.Add(new TableError(Here, message));

    private static bool Number(string text, out uint number) => text.StartsWith("0x", StringComparison.Ordinal)
        ? uint.TryParse(text.Substring(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out number)
        : uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
