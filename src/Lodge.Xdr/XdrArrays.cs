namespace Lodge.Xdr;

/// <summary>Arrays of each element type that protocols use; null is written as the empty array.</summary>
public static class XdrArrays
{
    /// <summary>Reads elements that have a type of their own.</summary>
    /// <param name="reader">Stands at the count.</param>
    /// <param name="most">Most elements.</param>
    /// <exception cref="XdrException">Too many elements, or too few bytes; so with all methods here.</exception>
    public static T[] ReadValues<T>(ref XdrReader reader, int most)
        where T : struct, IXdrValue<T>
    {
        var values = New<T>(reader.ReadCount(most, T.LeastSize));
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = T.Decode(ref reader);
        }

        return values;
    }

    /// <summary>Writes elements that have a type of their own.</summary>
    /// <param name="writer">Takes count and elements.</param>
    /// <param name="values">The elements.</param>
    /// <param name="most">Most elements.</param>
    /// <exception cref="XdrException">Too many elements; so with all methods here.</exception>
    public static void WriteValues<T>(XdrWriter writer, T[]? values, int most)
        where T : struct, IXdrValue<T>
    {
        writer.WriteCount(values?.Length ?? 0, most);
        foreach (ref readonly var value in values.AsSpan())
        {
            value.Encode(writer);
        }
    }

    /// <summary>Reads strings.</summary>
    /// <param name="reader">Stands at the count.</param>
    /// <param name="most">Most strings.</param>
    /// <param name="mostBytes">Most bytes of each.</param>
    public static string[] ReadStrings(ref XdrReader reader, int most, int mostBytes)
    {
        var values = New<string>(reader.ReadCount(most, 4));
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = reader.ReadString(mostBytes);
        }

        return values;
    }

    /// <summary>Writes strings.</summary>
    /// <param name="writer">Takes count and strings.</param>
    /// <param name="values">The strings.</param>
    /// <param name="most">Most strings.</param>
    /// <param name="mostBytes">Most bytes of each.</param>
    public static void WriteStrings(XdrWriter writer, string[]? values, int most, int mostBytes)
    {
        writer.WriteCount(values?.Length ?? 0, most);
        foreach (var value in values.AsSpan())
        {
            writer.WriteString(value, mostBytes);
        }
    }

    /// <summary>Reads words.</summary>
    /// <param name="reader">Stands at the count.</param>
    /// <param name="most">Most words.</param>
    public static int[] ReadInts(ref XdrReader reader, int most)
    {
        var values = New<int>(reader.ReadCount(most, 4));
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = reader.ReadInt();
        }

        return values;
    }

    /// <summary>Writes words.</summary>
    /// <param name="writer">Takes count and words.</param>
    /// <param name="values">The words.</param>
    /// <param name="most">Most words.</param>
    public static void WriteInts(XdrWriter writer, int[]? values, int most)
    {
        writer.WriteCount(values?.Length ?? 0, most);
        foreach (var value in values.AsSpan())
        {
            writer.WriteInt(value);
        }
    }

    /// <summary>Reads unsigned words.</summary>
    /// <param name="reader">Stands at the count.</param>
    /// <param name="most">Most words.</param>
    public static uint[] ReadUInts(ref XdrReader reader, int most)
    {
        var values = New<uint>(reader.ReadCount(most, 4));
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = reader.ReadUInt();
        }

        return values;
    }

    /// <summary>Writes unsigned words.</summary>
    /// <param name="writer">Takes count and words.</param>
    /// <param name="values">The words.</param>
    /// <param name="most">Most words.</param>
    public static void WriteUInts(XdrWriter writer, uint[]? values, int most)
    {
        writer.WriteCount(values?.Length ?? 0, most);
        foreach (var value in values.AsSpan())
        {
            writer.WriteUInt(value);
        }
    }

    /// <summary>Reads unsigned double words.</summary>
    /// <param name="reader">Stands at the count.</param>
    /// <param name="most">Most of them.</param>
    public static ulong[] ReadUHypers(ref XdrReader reader, int most)
    {
        var values = New<ulong>(reader.ReadCount(most, 8));
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = reader.ReadUHyper();
        }

        return values;
    }

    /// <summary>Writes unsigned double words.</summary>
    /// <param name="writer">Takes count and values.</param>
    /// <param name="values">The values.</param>
    /// <param name="most">Most of them.</param>
    public static void WriteUHypers(XdrWriter writer, ulong[]? values, int most)
    {
        writer.WriteCount(values?.Length ?? 0, most);
        foreach (var value in values.AsSpan())
        {
            writer.WriteUHyper(value);
        }
    }

    /// <summary>Reads <c>char</c>s, each a word on the wire, into bytes.</summary>
    /// <param name="reader">Stands at the first of them.</param>
    /// <param name="count">How many there are.</param>
    public static byte[] ReadChars(ref XdrReader reader, int count)
    {
        var values = New<byte>(count);
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = (byte)reader.ReadChar();
        }

        return values;
    }

    /// <summary>Writes bytes as <c>char</c>s, each a word on the wire.</summary>
    /// <param name="writer">Takes the words.</param>
    /// <param name="values">The bytes; what is missing of <paramref name="count"/> is written as 0.</param>
    /// <param name="count">How many to write.</param>
    public static void WriteChars(XdrWriter writer, byte[]? values, int count)
    {
        for (var i = 0; i < count; i++)
        {
            writer.WriteChar((sbyte)(i < values?.Length ? values[i] : 0));
        }
    }

    private static T[] New<T>(int count) => count == 0 ? [] : new T[count];
}
