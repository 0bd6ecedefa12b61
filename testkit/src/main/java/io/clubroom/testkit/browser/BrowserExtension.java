package io.clubroom.testkit.browser;

import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;

/** Runs the tests of a {@link BrowserTest}. */
final class BrowserExtension implements ExecutionCondition, ParameterResolver, InvocationInterceptor {
    private static final Namespace NAMESPACE = Namespace.create(BrowserExtension.class);
    private static final Optional<Programs> PROGRAMS = Programs.find();
    private static final Path PICTURES = Path.of("target", "screenshots");
    /** {@code -Dscreenshots=all} keeps pictures of the pages of all tests, not only of failed ones. */
    private static final boolean KEEPS_ALL = "all".equals(System.getProperty("screenshots"));

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return PROGRAMS.isPresent()
                ? ConditionEvaluationResult.enabled("Chromium and Node.js are there")
                : ConditionEvaluationResult.disabled("no Chromium or no Node.js 20 on the path");
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == TestBrowser.class;
    }

    @Override
    public TestBrowser resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return browser(context);
    }

    @Override
    public void interceptTestMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context) {
        run(invocation, context);
    }

    @Override
    public void interceptTestTemplateMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context) {
        run(invocation, context);
    }

    private static void run(Invocation<Void> invocation, ExtensionContext context) {
        TestBrowser browser = browser(context);
        chromium(context).call(() -> {
            try {
                invocation.proceed();
                browser.requireNoFaults();
                if (KEEPS_ALL) {
                    browser.photograph(PICTURES, name(context));
                }
            } catch (Exception | Error failure) {
                photograph(browser, context, failure);
                throw failure;
            } catch (Throwable other) {
                throw new AssertionError(other);
            } finally {
                browser.closePages();
            }
            return true;
        });
    }

    /** A picture that cannot be taken must not hide why the test failed. */
    private static void photograph(TestBrowser browser, ExtensionContext context, Throwable failure) {
        try {
            browser.photograph(PICTURES, name(context));
        } catch (RuntimeException noPicture) {
            failure.addSuppressed(noPicture);
        }
    }

    private static String name(ExtensionContext context) {
        return (context.getRequiredTestClass().getSimpleName() + "."
                        + context.getRequiredTestMethod().getName() + "-" + context.getDisplayName())
                .replaceAll("[^\\w.-]+", "_");
    }

    private static TestBrowser browser(ExtensionContext context) {
        return context.getStore(NAMESPACE)
                .getOrComputeIfAbsent(
                        TestBrowser.class,
                        _ -> new TestBrowser(chromium(context).browser()),
                        TestBrowser.class);
    }

    private static Chromium chromium(ExtensionContext context) {
        Store store = context.getRoot().getStore(NAMESPACE);
        return store.getOrComputeIfAbsent(Chromium.class, _ -> new Chromium(PROGRAMS.orElseThrow()), Chromium.class);
    }
}
