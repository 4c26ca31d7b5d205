using Lodge.TestSupport.Qmp;

namespace Lodge.Qmp.Tests;

internal static class FakeQmpServerExtensions
{
    /// <summary>A client that gives up soon: nothing in these tests takes long unless it hangs.</summary>
    public static async Task<QmpClient> ConnectClientAsync(this FakeQmpServer server, QmpClientOptions? options = null)
    {
        var cancelled = TestContext.Current.CancellationToken;
        return await QmpClient.ConnectAsync(
            await server.OpenAsync(cancelled), options ?? QmpClientOptions.Default, cancelled);
    }
}
