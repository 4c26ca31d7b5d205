using Lodge.Model.Jobs;
using Lodge.Model.Json;
using Microsoft.Data.Sqlite;

namespace Lodge.Store.Tables;

/// <summary>The newest jobs. Older ones are forgotten, unless they still run.</summary>
internal sealed class JobTable : IDisposable
{
    /// <summary>How many jobs are kept.</summary>
    public const int Kept = 1_000;

    private readonly Statement save;
    private readonly Statement prune;
    private readonly Statement load;

    public JobTable(SqliteConnection connection)
    {
        save = new Statement(
            connection,
            """
            INSERT INTO job (id, ended, record) VALUES ($1, $2, $3)
            ON CONFLICT (id) DO UPDATE SET ended = excluded.ended, record = excluded.record
            """,
            parameters: 3);
        prune = new Statement(
            connection, "DELETE FROM job WHERE number <= (SELECT max(number) FROM job) - $1 AND ended", parameters: 1);
        load = new Statement(connection, "SELECT record FROM job ORDER BY number DESC LIMIT $1", parameters: 1);
    }

    public void Save(Guid id, bool ended, string record)
    {
        save.Execute(id.ToString(), ended ? 1L : 0L, record);
        prune.Execute((long)Kept);
    }

    public IReadOnlyList<Job> Load(int limit)
    {
        var jobs = new List<Job>();
        using var rows = load.Query((long)limit);
        while (rows.Read())
        {
            jobs.Add(JsonColumn.Decode(JsonColumn.Text(rows, 0), ModelJson.Default.Job)!);
        }

        return jobs;
    }

    public void Dispose()
    {
        save.Dispose();
        prune.Dispose();
        load.Dispose();
    }
}
