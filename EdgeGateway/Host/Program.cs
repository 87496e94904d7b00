using EdgeGateway.Host.Verbs;

return await CommandLine.RunAsync(args, Streams.OfProcess(), CancellationToken.None);
