import { Box } from "@chakra-ui/react";
import { Component, type ReactNode } from "react";
import { ProblemView } from "./ProblemView";

interface Props {
  children: ReactNode;
  place: string; // another one, and what was wrong is forgotten
}

/** A page that breaks leaves the shell standing. */
export class ErrorBoundary extends Component<Props, { problem?: unknown }> {
  override state: { problem?: unknown } = {};

  static getDerivedStateFromError(problem: unknown) {
    return { problem };
  }

  override componentDidUpdate(before: Props) {
    if (before.place !== this.props.place && this.state.problem !== undefined) this.setState({ problem: undefined });
  }

  override render() {
    if (this.state.problem === undefined) return this.props.children;
    return (
      <Box maxW="3xl" mx="auto" p="4">
        <ProblemView
          title="This page could not be shown"
          problem={this.state.problem}
          retry={() => this.setState({ problem: undefined })}
        />
      </Box>
    );
  }
}
